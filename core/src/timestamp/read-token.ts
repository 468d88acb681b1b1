/**
 * A TimeStampToken taken apart: CMS SignedData with one signer, who is named by issuer and serial, and nothing in it
 * that the signature does not reach, certificates and the fixed frame apart. Says nothing about the signature.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2 and https://www.rfc-editor.org/rfc/rfc5652#section-5
 * @module
 */
import { toHex } from '../encoding/hex.js';
import { CertificateError } from '../x509/certificate-error.js';
import { type CertificateParts, readCertificate } from '../x509/certificate-parts.js';
import { DER, type DerNode, type DerReader, integerOf, partsOf, readDer } from '../x509/der.js';
import {
  type SignatureScheme,
  type TimestampHash,
  assertSignatureForm,
  hashOf,
  schemeOf,
} from './algorithms.js';
import { SIGNED_DATA, TIMESTAMP_INFO } from './object-identifiers.js';
import { type SignedAttributes, readSignedAttributes } from './signed-attributes.js';
import { assertStrictDer } from './strict-der.js';
import { TimestampError, orFault } from './timestamp-error.js';

/** Tokens with three large certificates have about 8 kB. */
export const MAX_TOKEN_BYTES = 65_536;
const MAX_CERTIFICATES = 8;

export interface TokenParts {
  /** DER of TSTInfo, as it is hashed. */
  readonly content: Uint8Array;
  /** Hash of the content that the signed attributes carry. */
  readonly digest: TimestampHash;
  readonly attributes: SignedAttributes;
  readonly scheme: SignatureScheme;
  /** The signer as SignerInfo names him. */
  readonly signer: { readonly issuer: Uint8Array; readonly serial: string };
  /** Those that can be understood, the signer's among them or not. */
  readonly certificates: readonly CertificateParts[];
}

/** @throws {TimestampError} `TIMESTAMP_MALFORMED`, `TIMESTAMP_ALGORITHM_REFUSED`, `TIMESTAMP_SIGNER_UNBOUND` */
export function readToken(token: Uint8Array): TokenParts {
  if (token.length > MAX_TOKEN_BYTES)
    throw new TimestampError('TIMESTAMP_MALFORMED', `token of more than ${MAX_TOKEN_BYTES} bytes`);
  return orFault('TIMESTAMP_MALFORMED', () => {
    assertStrictDer(token);
    const outer = partsOf(readDer(token, DER.sequence));
    assertIdentifier(outer, SIGNED_DATA, 'no CMS SignedData');
    const signedData = readDer(outer.read(0xa0).content, DER.sequence);
    outer.end();
    return signedDataOf(partsOf(signedData));
  });
}

function signedDataOf(parts: DerReader): TokenParts {
  assertVersion(parts, 3);
  const digest = hashOf(onlyOf(parts.read(DER.set), 'digest algorithms'));
  const content = contentOf(partsOf(parts.read(DER.sequence)));
  const certificates = parts.optional(0xa0);
  const signerInfo = onlyOf(parts.read(DER.set), 'signers'); // a list of revocations before it is refused with this
  parts.end();
  const signer = signerInfoOf(partsOf(readDer(signerInfo.raw, DER.sequence)));
  if (signer.digest !== digest) throw malformed('two digest algorithms');
  return { ...signer, content, certificates: certificates ? certificatesOf(partsOf(certificates)) : [] };
}

function contentOf(parts: DerReader): Uint8Array {
  assertIdentifier(parts, TIMESTAMP_INFO, 'content is no TSTInfo');
  const content = readDer(parts.read(0xa0).content, DER.octetString).content;
  parts.end();
  return content;
}

function certificatesOf(list: DerReader): CertificateParts[] {
  const certificates: CertificateParts[] = [];
  let seen = 0;
  while (!list.done) {
    seen += 1;
    if (seen > MAX_CERTIFICATES) throw malformed(`more than ${MAX_CERTIFICATES} certificates`);
    const { raw } = list.read(DER.sequence);
    const certificate = certificateOf(raw);
    if (certificate) certificates.push(certificate);
  }
  return certificates;
}

/** Undefined for one with rights or limits that nobody here understands: it takes no part in a chain. */
function certificateOf(der: Uint8Array): CertificateParts | undefined {
  try {
    return readCertificate(der);
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    return undefined;
  }
}

function signerInfoOf(parts: DerReader): Omit<TokenParts, 'content' | 'certificates'> {
  assertVersion(parts, 1);
  const name = partsOf(parts.read(DER.sequence));
  const issuer = name.read(DER.sequence).raw;
  const serial = toHex(integerOf(name.read(DER.integer)));
  name.end();
  const digest = hashOf(parts.read(DER.sequence));
  const attributes = readSignedAttributes(partsOf(parts.read(0xa0)));
  const scheme = schemeOf(parts.read(DER.sequence), digest);
  if (scheme.hash !== digest) throw malformed('signature and digest of different hashes');
  assertSignatureForm(scheme, parts.read(DER.octetString).content);
  parts.end(); // unsigned attributes are refused: they could be exchanged unseen
  return { digest, attributes, scheme, signer: { issuer, serial } };
}

/** The one element of a set. */
function onlyOf(set: DerNode, what: string): DerNode {
  const parts = partsOf(set);
  const only = parts.read();
  if (parts.next !== undefined) throw malformed(`several ${what}`);
  return only;
}

function assertVersion(parts: DerReader, version: number): void {
  const content = integerOf(parts.read(DER.integer));
  if (content.length !== 1 || content[0] !== version) throw malformed(`version is not ${version}`);
}

function assertIdentifier(parts: DerReader, expected: string, otherwise: string): void {
  if (toHex(parts.read(DER.objectIdentifier).content) !== expected) throw malformed(otherwise);
}

function malformed(detail: string): TimestampError {
  return new TimestampError('TIMESTAMP_MALFORMED', detail);
}
