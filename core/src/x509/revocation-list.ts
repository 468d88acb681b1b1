/**
 * Certificate revocation lists as an organization's MSP carries them. One that cannot be read or whose signature
 * does not verify is an error of the trust profile, never ignored.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-5
 * @module
 */
import { toHex } from '../encoding/hex.js';
import { equalBytes } from '../encoding/bytes.js';
import { CertificateError } from './certificate-error.js';
import { type Certificate, assertEcdsaSha256 } from './certificate.js';
import {
  DER,
  type DerNode,
  type DerReader,
  bitStringBytesOf,
  integerOf,
  partsOf,
  readDer,
  timeOf,
} from './der.js';
import { derFromPem } from './pem.js';
import type { VerifyCrypto } from './verify-crypto.js';

/** One list, whatever algorithms it uses. */
export interface RevocationListParts {
  readonly signedPart: Uint8Array;
  /** AlgorithmIdentifier of the signature. */
  readonly signatureAlgorithm: DerNode;
  readonly signature: Uint8Array;
  readonly issuer: Uint8Array;
  readonly entries: readonly RevocationEntry[];
}

export interface RevocationEntry {
  /** As in `CertificateParts.serial`. */
  readonly serial: string;
  /** Milliseconds since 1970. */
  readonly revokedAt: number;
  /** RFC 5280, section 5.3.1; undefined when none is given. */
  readonly reason: number | undefined;
}

/** A list of a Fabric network: ECDSA with SHA-256. */
export interface RevocationList extends RevocationListParts {
  /** Serials as in `Certificate.serial`. */
  readonly serials: ReadonlySet<string>;
}

const VERSION_2 = '01';
const REASON_CODE = '551d15';

/** @throws {CertificateError} */
export function parseRevocationListPem(pem: string): RevocationList {
  const list = readRevocationList(derFromPem(pem, 'X509 CRL'));
  assertEcdsaSha256(list.signatureAlgorithm);
  return { ...list, serials: new Set(list.entries.map(({ serial }) => serial)) };
}

/** @throws {CertificateError} Unless it is a revocation list and nothing else. Says nothing about its signature. */
export function readRevocationList(der: Uint8Array): RevocationListParts {
  const outer = partsOf(readDer(der, DER.sequence));
  const signed = outer.read(DER.sequence);
  const signatureAlgorithm = outer.read(DER.sequence);
  const signature = bitStringBytesOf(outer.read(DER.bitString));
  outer.end();

  const parts = partsOf(signed);
  const version = parts.optional(DER.integer);
  if (version && toHex(version.content) !== VERSION_2)
    throw new CertificateError('revocation list of an unknown version');
  if (!equalBytes(parts.read(DER.sequence).raw, signatureAlgorithm.raw))
    throw new CertificateError('two signature algorithms');
  const issuer = parts.read(DER.sequence).raw;
  timeOf(parts.read());
  if (parts.next === DER.utcTime || parts.next === DER.generalizedTime) timeOf(parts.read());
  const revoked = parts.optional(DER.sequence);
  const extensions = parts.optional(0xa0);
  parts.end();
  if (extensions) readExtensions(partsOf(readDer(extensions.content, DER.sequence)));
  return { signedPart: signed.raw, signatureAlgorithm, signature, issuer, entries: entriesOf(revoked) };
}

function entriesOf(revoked: DerNode | undefined): RevocationEntry[] {
  const entries: RevocationEntry[] = [];
  const list = revoked && partsOf(revoked);
  while (list && !list.done) {
    const parts = partsOf(list.read(DER.sequence));
    const serial = toHex(integerOf(parts.read(DER.integer)));
    const revokedAt = timeOf(parts.read());
    const extensions = parts.optional(DER.sequence);
    parts.end();
    const reason = extensions && readExtensions(partsOf(extensions)).get(REASON_CODE);
    entries.push({ serial, revokedAt, reason: reason && reasonOf(reason) });
  }
  return entries;
}

function reasonOf(value: Uint8Array): number {
  const [reason, more] = readDer(value, DER.enumerated).content;
  if (reason === undefined || more !== undefined) throw new CertificateError('revocation without a reason');
  return reason;
}

/**
 * Identifier → value. A critical extension can change what the list means (deltas, other issuers).
 *
 * @throws {CertificateError} For a critical or repeated one.
 */
function readExtensions(list: DerReader): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  while (!list.done) {
    const parts = partsOf(list.read(DER.sequence));
    const id = toHex(parts.read(DER.objectIdentifier).content);
    if (parts.optional(DER.boolean)) throw new CertificateError('revocation list with a critical extension');
    if (found.has(id)) throw new CertificateError('extension stands twice');
    found.set(id, parts.read(DER.octetString).content);
    parts.end();
  }
  return found;
}

/** @returns The authority that signed the list, undefined when none of these did. */
export async function signerOfRevocationList(
  list: RevocationList,
  authorities: readonly Certificate[],
  crypto: VerifyCrypto,
): Promise<Certificate | undefined> {
  for (const authority of authorities) {
    if (!equalBytes(authority.subject, list.issuer)) continue;
    if (await crypto.verifyP256(authority.publicKey, list.signedPart, list.signature)) return authority;
  }
  return undefined;
}
