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
import { DER, type DerReader, bitStringBytesOf, integerOf, partsOf, readDer, timeOf } from './der.js';
import { derFromPem } from './pem.js';
import type { VerifyCrypto } from './verify-crypto.js';

export interface RevocationList {
  readonly signedPart: Uint8Array;
  readonly signature: Uint8Array;
  readonly issuer: Uint8Array;
  /** Serials as in `Certificate.serial`. */
  readonly serials: ReadonlySet<string>;
}

const VERSION_2 = '01';

/** @throws {CertificateError} */
export function parseRevocationListPem(pem: string): RevocationList {
  const outer = partsOf(readDer(derFromPem(pem, 'X509 CRL'), DER.sequence));
  const signed = outer.read(DER.sequence);
  assertEcdsaSha256(outer.read(DER.sequence));
  const signature = bitStringBytesOf(outer.read(DER.bitString));
  outer.end();

  const parts = partsOf(signed);
  const version = parts.optional(DER.integer);
  if (version && toHex(version.content) !== VERSION_2)
    throw new CertificateError('revocation list of an unknown version');
  assertEcdsaSha256(parts.read(DER.sequence));
  const issuer = parts.read(DER.sequence).raw;
  timeOf(parts.read());
  if (parts.next === DER.utcTime || parts.next === DER.generalizedTime) timeOf(parts.read());
  const revoked = parts.optional(DER.sequence);
  const extensions = parts.optional(0xa0);
  parts.end();
  if (extensions) assertNoCriticalExtension(partsOf(readDer(extensions.content, DER.sequence)));
  const serials = revoked ? serialsOf(partsOf(revoked)) : new Set<string>();
  return { signedPart: signed.raw, signature, issuer, serials };
}

function serialsOf(entries: DerReader): Set<string> {
  const serials = new Set<string>();
  while (!entries.done) {
    const entry = partsOf(entries.read(DER.sequence));
    serials.add(toHex(integerOf(entry.read(DER.integer))));
    timeOf(entry.read());
    const extensions = entry.optional(DER.sequence);
    if (extensions) assertNoCriticalExtension(partsOf(extensions));
    entry.end();
  }
  return serials;
}

/** A critical extension can change what the list means (deltas, other issuers). */
function assertNoCriticalExtension(list: DerReader): void {
  while (!list.done) {
    const parts = partsOf(list.read(DER.sequence));
    parts.read(DER.objectIdentifier);
    if (parts.optional(DER.boolean)) throw new CertificateError('revocation list with a critical extension');
    parts.read(DER.octetString);
    parts.end();
  }
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
