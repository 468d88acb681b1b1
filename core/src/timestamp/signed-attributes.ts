/**
 * What the signature of a token really covers: attributes, among them the hash of the content and the hash of the
 * signer's certificate, without which a key certified twice could be passed off as another's.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5652#section-11 and https://www.rfc-editor.org/rfc/rfc5816
 * @module
 */
import { equalBytes } from '../encoding/bytes.js';
import { toHex } from '../encoding/hex.js';
import type { CertificateParts } from '../x509/certificate-parts.js';
import { DER, type DerNode, type DerReader, integerOf, partsOf, readDer } from '../x509/der.js';
import { type TimestampHash, hashOf } from './algorithms.js';
import {
  CONTENT_TYPE,
  MESSAGE_DIGEST,
  SIGNING_CERTIFICATE_V2,
  TIMESTAMP_INFO,
} from './object-identifiers.js';
import { TimestampError } from './timestamp-error.js';

export interface SignedAttributes {
  /** Hash of the content. */
  readonly messageDigest: Uint8Array;
  readonly signingCertificate: SigningCertificate;
}

/** ESSCertIDv2: the first of its list is the signer. */
export interface SigningCertificate {
  readonly hash: TimestampHash;
  readonly certificateHash: Uint8Array;
  /** DER of GeneralNames and serial; undefined when left out. */
  readonly issuerSerial: { readonly names: DerNode; readonly serial: string } | undefined;
}

/** @throws {TimestampError} `TIMESTAMP_MALFORMED`, `TIMESTAMP_SIGNER_UNBOUND`, `TIMESTAMP_ALGORITHM_REFUSED` */
export function readSignedAttributes(list: DerReader): SignedAttributes {
  const values = new Map<string, DerNode>();
  while (!list.done) {
    const parts = partsOf(list.read(DER.sequence));
    const id = toHex(parts.read(DER.objectIdentifier).content);
    const set = partsOf(parts.read(DER.set));
    parts.end();
    if (values.has(id)) throw malformed('attribute stands twice');
    values.set(id, set.read());
    set.end();
  }
  const contentType = values.get(CONTENT_TYPE);
  if (contentType?.tag !== DER.objectIdentifier || toHex(contentType.content) !== TIMESTAMP_INFO)
    throw malformed('content type is not signed');
  const messageDigest = values.get(MESSAGE_DIGEST);
  if (messageDigest?.tag !== DER.octetString) throw malformed('digest of the content is not signed');
  const certificates = values.get(SIGNING_CERTIFICATE_V2);
  if (!certificates)
    throw new TimestampError('TIMESTAMP_SIGNER_UNBOUND', 'no signing-certificate-v2 (RFC 5816)');
  return { messageDigest: messageDigest.content, signingCertificate: signingCertificateOf(certificates) };
}

function signingCertificateOf(value: DerNode): SigningCertificate {
  const outer = partsOf(readDer(value.raw, DER.sequence));
  const parts = partsOf(partsOf(outer.read(DER.sequence)).read(DER.sequence));
  const algorithm = parts.optional(DER.sequence);
  const certificateHash = parts.read(DER.octetString).content;
  const issuerSerial = parts.optional(DER.sequence);
  parts.end();
  return {
    hash: algorithm ? hashOf(algorithm) : 'SHA-256',
    certificateHash,
    issuerSerial: issuerSerial && issuerSerialOf(partsOf(issuerSerial)),
  };
}

function issuerSerialOf(parts: DerReader): SigningCertificate['issuerSerial'] {
  const names = parts.read(DER.sequence);
  const serial = toHex(integerOf(parts.read(DER.integer)));
  parts.end();
  return { names, serial };
}

/** Does issuer and serial, where the attribute gives them, fit? The hash is compared elsewhere. */
export function namesCertificate(
  { issuerSerial }: SigningCertificate,
  certificate: CertificateParts,
): boolean {
  if (!issuerSerial) return true;
  const names = partsOf(issuerSerial.names);
  const directoryName = names.optional(0xa4);
  return (
    issuerSerial.serial === certificate.serial &&
    names.done &&
    directoryName !== undefined &&
    equalBytes(directoryName.content, certificate.issuer)
  );
}

function malformed(detail: string): TimestampError {
  return new TimestampError('TIMESTAMP_MALFORMED', detail);
}
