/**
 * What stands in an X.509 version 3 certificate, whatever algorithms it uses. Who may judge by it says which it takes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4
 * @module
 */
import { equalBytes } from '../encoding/bytes.js';
import { fromHex, toHex } from '../encoding/hex.js';
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

export interface CertificateParts extends Extensions {
  /** The whole certificate. */
  readonly der: Uint8Array;
  /** The part that is signed. */
  readonly signedPart: Uint8Array;
  /** AlgorithmIdentifier of the signature. */
  readonly signatureAlgorithm: DerNode;
  readonly signature: Uint8Array;
  /** Lowercase hex of the INTEGER's content. */
  readonly serial: string;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  /** The list of extensions, undefined when there is none. */
  readonly extensions: DerNode | undefined;
}

const VERSION_3 = fromHex('a003020102');

/** @throws {CertificateError} Unless it is a certificate and nothing else. Says nothing about its signature. */
export function readCertificate(der: Uint8Array): CertificateParts {
  const outer = partsOf(readDer(der, DER.sequence));
  const signed = outer.read(DER.sequence);
  const signatureAlgorithm = outer.read(DER.sequence);
  const signature = bitStringBytesOf(outer.read(DER.bitString));
  outer.end();

  const parts = partsOf(signed);
  if (!equalBytes(parts.read(0xa0).raw, VERSION_3)) throw new CertificateError('not a version 3 certificate');
  const serial = toHex(integerOf(parts.read(DER.integer)));
  if (!equalBytes(parts.read(DER.sequence).raw, signatureAlgorithm.raw))
    throw new CertificateError('two signature algorithms');
  const issuer = parts.read(DER.sequence).raw;
  const [notBefore, notAfter] = validityOf(partsOf(parts.read(DER.sequence)));
  const subject = parts.read(DER.sequence).raw;
  const publicKey = parts.read(DER.sequence).raw;
  parts.optional(0x81);
  parts.optional(0x82);
  const extensions = parts.optional(0xa3);
  parts.end();
  return {
    der,
    signedPart: signed.raw,
    signatureAlgorithm,
    signature,
    serial,
    issuer,
    subject,
    notBefore,
    notAfter,
    publicKey,
    extensions,
    ...extensionsFrom(extensions),
  };
}

function validityOf(parts: DerReader): [number, number] {
  const times: [number, number] = [timeOf(parts.read()), timeOf(parts.read())];
  parts.end();
  return times;
}
