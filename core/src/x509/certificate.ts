/**
 * Certificates of a Fabric network: P-256 keys, ECDSA with SHA-256. Everything else is refused, because nothing here
 * could check it.
 *
 * @module
 */
import { equalBytes } from '../encoding/bytes.js';
import { fromHex, toHex } from '../encoding/hex.js';
import { utf8Decode } from '../encoding/utf8.js';
import { CertificateError } from './certificate-error.js';
import { type CertificateParts, readCertificate } from './certificate-parts.js';
import { DER, type DerNode, type DerReader, partsOf, readDer } from './der.js';
import { derFromPem } from './pem.js';

/** Its `signature` is ECDSA with SHA-256 in DER, its `publicKey` a point of P-256, uncompressed. */
export interface Certificate extends CertificateParts {
  /** Values of OU in the subject, in order. */
  readonly organizationalUnits: readonly string[];
}

/** AlgorithmIdentifier of ecdsa-with-SHA256, without parameters (RFC 5758, section 3.2). */
const ECDSA_SHA256 = fromHex('300a06082a8648ce3d040302');
/** SubjectPublicKeyInfo of a P-256 key up to the first coordinate: uncompressed point (RFC 5480, section 2). */
const P256_PREFIX = fromHex('3059301306072a8648ce3d020106082a8648ce3d03010703420004');
const P256_LENGTH = P256_PREFIX.length + 64;
const ORGANIZATIONAL_UNIT = '55040b';

/** @throws {CertificateError} */
export function parseCertificatePem(pem: string): Certificate {
  return parseCertificate(derFromPem(pem, 'CERTIFICATE'));
}

/** @throws {CertificateError} Unless it is such a certificate. Says nothing about its signature. */
export function parseCertificate(der: Uint8Array): Certificate {
  const parts = readCertificate(der);
  const { publicKey, signatureAlgorithm, subject } = parts;
  assertEcdsaSha256(signatureAlgorithm);
  if (
    publicKey.length !== P256_LENGTH ||
    !equalBytes(publicKey.subarray(0, P256_PREFIX.length), P256_PREFIX)
  ) {
    throw new CertificateError('not a P-256 key');
  }
  return { ...parts, organizationalUnits: organizationalUnitsOf(partsOf(readDer(subject, DER.sequence))) };
}

/** @throws {CertificateError} Unless the algorithm is ECDSA with SHA-256. */
export function assertEcdsaSha256(algorithm: DerNode): void {
  if (!equalBytes(algorithm.raw, ECDSA_SHA256))
    throw new CertificateError('not signed with ECDSA and SHA-256');
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
