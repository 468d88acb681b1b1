/**
 * X.509 version 3 certificates of a Fabric network: P-256 keys, ECDSA with SHA-256. Everything else is refused,
 * because nothing here could check it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4
 * @module
 */
import { equalBytes } from '../encoding/bytes.js';
import { fromHex, toHex } from '../encoding/hex.js';
import { utf8Decode } from '../encoding/utf8.js';
import { CertificateError } from './certificate-error.js';
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
import { type Extensions, extensionsFrom } from './extensions.js';
import { derFromPem } from './pem.js';

export interface Certificate extends Extensions {
  /** The whole certificate. */
  readonly der: Uint8Array;
  /** The part that is signed. */
  readonly signedPart: Uint8Array;
  /** DER of the signature; ECDSA with SHA-256. */
  readonly signature: Uint8Array;
  /** Lowercase hex of the INTEGER's content. */
  readonly serial: string;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** Values of OU in the subject, in order. */
  readonly organizationalUnits: readonly string[];
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** SubjectPublicKeyInfo, P-256, uncompressed. */
  readonly publicKey: Uint8Array;
}

/** AlgorithmIdentifier of ecdsa-with-SHA256, without parameters (RFC 5758, section 3.2). */
const ECDSA_SHA256 = fromHex('300a06082a8648ce3d040302');
/** SubjectPublicKeyInfo of a P-256 key up to the first coordinate: uncompressed point (RFC 5480, section 2). */
const P256_PREFIX = fromHex('3059301306072a8648ce3d020106082a8648ce3d03010703420004');
const P256_LENGTH = P256_PREFIX.length + 64;
const VERSION_3 = fromHex('a003020102');
const ORGANIZATIONAL_UNIT = '55040b';

/** @throws {CertificateError} */
export function parseCertificatePem(pem: string): Certificate {
  return parseCertificate(derFromPem(pem, 'CERTIFICATE'));
}

/** @throws {CertificateError} Unless it is such a certificate. Says nothing about its signature. */
export function parseCertificate(der: Uint8Array): Certificate {
  const outer = partsOf(readDer(der, DER.sequence));
  const signed = outer.read(DER.sequence);
  assertEcdsaSha256(outer.read(DER.sequence));
  const signature = bitStringBytesOf(outer.read(DER.bitString));
  outer.end();

  const parts = partsOf(signed);
  if (!equalBytes(parts.read(0xa0).raw, VERSION_3)) throw new CertificateError('not a version 3 certificate');
  const serial = toHex(integerOf(parts.read(DER.integer)));
  assertEcdsaSha256(parts.read(DER.sequence));
  const issuer = parts.read(DER.sequence).raw;
  const [notBefore, notAfter] = validityOf(partsOf(parts.read(DER.sequence)));
  const subject = parts.read(DER.sequence);
  const publicKey = parts.read(DER.sequence).raw;
  if (
    publicKey.length !== P256_LENGTH ||
    !equalBytes(publicKey.subarray(0, P256_PREFIX.length), P256_PREFIX)
  ) {
    throw new CertificateError('not a P-256 key');
  }
  parts.optional(0x81);
  parts.optional(0x82);
  const extensions = extensionsFrom(parts.optional(0xa3));
  parts.end();
  return {
    der,
    signedPart: signed.raw,
    signature,
    serial,
    issuer,
    subject: subject.raw,
    organizationalUnits: organizationalUnitsOf(partsOf(subject)),
    notBefore,
    notAfter,
    publicKey,
    ...extensions,
  };
}

/** @throws {CertificateError} Unless the algorithm is ECDSA with SHA-256. */
export function assertEcdsaSha256(algorithm: DerNode): void {
  if (!equalBytes(algorithm.raw, ECDSA_SHA256))
    throw new CertificateError('not signed with ECDSA and SHA-256');
}

function validityOf(parts: DerReader): [number, number] {
  const times: [number, number] = [timeOf(parts.read()), timeOf(parts.read())];
  parts.end();
  return times;
}

function organizationalUnitsOf(name: DerReader): string[] {
  const units: string[] = [];
  while (!name.done) {
    const set = partsOf(name.read(DER.set));
    while (!set.done) {
      const attribute = partsOf(set.read(DER.sequence));
      const type = toHex(attribute.read(DER.objectIdentifier).content);
      const value = attribute.read();
      attribute.end();
      if (type === ORGANIZATIONAL_UNIT) units.push(textOf(value));
    }
  }
  return units;
}

function textOf(value: DerNode): string {
  try {
    return utf8Decode(value.content);
  } catch {
    throw new CertificateError('name is not UTF-8');
  }
}
