/**
 * Which algorithms a timestamp may use: SHA-2, RSA from 2,048 bits (PKCS#1 v1.5 and PSS) and ECDSA over the NIST
 * curves. Everything else is refused by name, never skipped.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4055 and https://www.rfc-editor.org/rfc/rfc5758
 * @module
 */
import { equalBytes } from '../encoding/bytes.js';
import { fromHex, toHex } from '../encoding/hex.js';
import {
  DER,
  type DerNode,
  type DerReader,
  bitStringBytesOf,
  integerOf,
  partsOf,
  readDer,
} from '../x509/der.js';
import { TimestampError } from './timestamp-error.js';

/** Names as WebCrypto has them. */
export const TIMESTAMP_HASHES = ['SHA-256', 'SHA-384', 'SHA-512'] as const;

export type TimestampHash = (typeof TIMESTAMP_HASHES)[number];

export type SignatureScheme = { readonly kind: 'RSA' | 'RSA-PSS' | 'ECDSA'; readonly hash: TimestampHash };

export type PublicKey =
  | { readonly kind: 'RSA'; readonly bits: number }
  | { readonly kind: 'EC'; readonly curve: 'P-256' | 'P-384' | 'P-521' };

const HASHES = new Map<string, TimestampHash>([
  ['608648016503040201', 'SHA-256'],
  ['608648016503040202', 'SHA-384'],
  ['608648016503040203', 'SHA-512'],
]);
const RSA = '2a864886f70d010101';
const RSA_PSS = '2a864886f70d01010a';
const MGF1 = '2a864886f70d010108';
const EC = '2a8648ce3d0201';
const RSA_SCHEMES = new Map<string, TimestampHash>([
  ['2a864886f70d01010b', 'SHA-256'],
  ['2a864886f70d01010c', 'SHA-384'],
  ['2a864886f70d01010d', 'SHA-512'],
]);
const ECDSA_SCHEMES = new Map<string, TimestampHash>([
  ['2a8648ce3d040302', 'SHA-256'],
  ['2a8648ce3d040303', 'SHA-384'],
  ['2a8648ce3d040304', 'SHA-512'],
]);
const CURVES = new Map<string, 'P-256' | 'P-384' | 'P-521'>([
  ['2a8648ce3d030107', 'P-256'],
  ['2b81040022', 'P-384'],
  ['2b81040023', 'P-521'],
]);
const NULL = fromHex('0500');
const MIN_RSA_BITS = 2_048;
/** Above any key in use; bounds the work of one check. */
const MAX_RSA_BITS = 8_192;

/** @throws {TimestampError} `TIMESTAMP_ALGORITHM_REFUSED` */
export function hashOf(algorithm: DerNode): TimestampHash {
  const { id, parameters } = identifierOf(algorithm);
  const hash = HASHES.get(id);
  if (!hash || !isAbsentOrNull(parameters)) throw refused('hash', id);
  return hash;
}

/**
 * @param digest Hash of the message as CMS names it beside the signature; `rsaEncryption` alone names none.
 * @throws {TimestampError} `TIMESTAMP_ALGORITHM_REFUSED`
 */
export function schemeOf(algorithm: DerNode, digest?: TimestampHash): SignatureScheme {
  const { id, parameters } = identifierOf(algorithm);
  if (id === RSA_PSS && parameters) return { kind: 'RSA-PSS', hash: pssHashOf(parameters) };
  const ecdsa = ECDSA_SCHEMES.get(id);
  if (ecdsa && !parameters) return { kind: 'ECDSA', hash: ecdsa };
  const rsa = id === RSA ? digest : RSA_SCHEMES.get(id);
  if (rsa && isAbsentOrNull(parameters)) return { kind: 'RSA', hash: rsa };
  throw refused('signature', id);
}

/** RSASSA-PSS-params: one hash for message and mask; the defaults are SHA-1 and therefore never enough. */
function pssHashOf(parameters: DerNode): TimestampHash {
  const parts = partsOf(asSequence(parameters));
  const hash = hashOf(explicit(parts, 0xa0, DER.sequence));
  const mask = identifierOf(explicit(parts, 0xa1, DER.sequence));
  if (mask.id !== MGF1 || !mask.parameters || hashOf(mask.parameters) !== hash)
    throw refused('mask generation', mask.id);
  integerOf(explicit(parts, 0xa2, DER.integer));
  parts.end(); // the trailer field has one value, which is the default
  return hash;
}

function explicit(parts: DerReader, tag: number, inner: number): DerNode {
  const outer = parts.optional(tag);
  if (!outer) throw refused('signature', RSA_PSS);
  return readDer(outer.content, inner);
}

/**
 * @param spki SubjectPublicKeyInfo.
 * @throws {TimestampError} `TIMESTAMP_ALGORITHM_REFUSED`
 */
export function publicKeyOf(spki: Uint8Array): PublicKey {
  const parts = partsOf(readDer(spki, DER.sequence));
  const { id, parameters } = identifierOf(parts.read(DER.sequence));
  const key = bitStringBytesOf(parts.read(DER.bitString));
  parts.end();
  if (id === RSA && isAbsentOrNull(parameters)) return { kind: 'RSA', bits: rsaBitsOf(key) };
  const curve =
    id === EC && parameters?.tag === DER.objectIdentifier && CURVES.get(toHex(parameters.content));
  if (!curve) throw refused('key', id);
  return { kind: 'EC', curve };
}

function rsaBitsOf(key: Uint8Array): number {
  const parts = partsOf(readDer(key, DER.sequence));
  const modulus = integerOf(parts.read(DER.integer));
  const exponent = integerOf(parts.read(DER.integer));
  parts.end();
  const magnitude = modulus[0] === 0 ? modulus.subarray(1) : modulus;
  const bits = magnitude.length * 8 - Math.clz32(magnitude[0] ?? 0) + 24;
  if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS || exponent.length > 5)
    throw new TimestampError('TIMESTAMP_ALGORITHM_REFUSED', `RSA key of ${bits} bits`);
  return bits;
}

/** @throws {TimestampError} `TIMESTAMP_ALGORITHM_REFUSED` when a signature of this scheme needs another key. */
export function assertFits(scheme: SignatureScheme, key: PublicKey): void {
  if ((scheme.kind === 'ECDSA') !== (key.kind === 'EC'))
    throw new TimestampError('TIMESTAMP_ALGORITHM_REFUSED', `${scheme.kind} with a key of ${key.kind}`);
}

/**
 * ECDSA signatures have one form: DER of two positive numbers. (The other S of the same key still verifies: authorities
 * are free to write either.)
 *
 * @throws {TimestampError | CertificateError} Unless the signature is of the scheme's form.
 */
export function assertSignatureForm({ kind }: SignatureScheme, signature: Uint8Array): void {
  if (kind !== 'ECDSA') return;
  const parts = partsOf(readDer(signature, DER.sequence));
  const numbers = [integerOf(parts.read(DER.integer)), integerOf(parts.read(DER.integer))];
  parts.end();
  if (numbers.some(([first = 0x80]) => first >= 0x80))
    throw new TimestampError('TIMESTAMP_SIGNATURE_INVALID', 'signature number out of range');
}

/** For people: `ECDSA P-256 SHA-256`, `RSA-PSS 3072 SHA-512`. */
export function schemeName({ kind, hash }: SignatureScheme, key: PublicKey): string {
  return `${kind} ${key.kind === 'EC' ? key.curve : key.bits} ${hash}`;
}

function identifierOf(algorithm: DerNode): { id: string; parameters: DerNode | undefined } {
  const parts = partsOf(asSequence(algorithm));
  const id = toHex(parts.read(DER.objectIdentifier).content);
  const parameters = parts.done ? undefined : parts.read();
  parts.end();
  return { id, parameters };
}

function asSequence(node: DerNode): DerNode {
  return readDer(node.raw, DER.sequence);
}

function isAbsentOrNull(parameters: DerNode | undefined): boolean {
  return parameters === undefined || equalBytes(parameters.raw, NULL);
}

function refused(what: string, id: string): TimestampError {
  return new TimestampError('TIMESTAMP_ALGORITHM_REFUSED', `${what} algorithm ${id}`);
}
