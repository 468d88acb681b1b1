/**
 * ECDSA signatures over P-256 as Fabric takes them: strict DER, both numbers in range, S in the lower half, so that
 * one signature has one form.
 *
 * @module
 */
import { concatBytes } from '../encoding/bytes.js';
import { fromHex } from '../encoding/hex.js';
import { CertificateError } from './certificate-error.js';
import { DER, integerOf, partsOf, readDer } from './der.js';

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const HALF_ORDER = ORDER >> 1n;

/** @throws {CertificateError} Unless the bytes are such a signature. */
export function assertP256Signature(signatureDer: Uint8Array): void {
  const { s } = numbersOf(signatureDer);
  if (s > HALF_ORDER) throw new CertificateError('signature has a high S');
}

/**
 * The 64-byte form that WebCrypto wants: R then S. High S passes here: certificates may carry it.
 *
 * @throws {CertificateError} Unless the bytes are a DER signature with numbers in range.
 */
export function rawP256Signature(signatureDer: Uint8Array): Uint8Array<ArrayBuffer> {
  const { r, s } = numbersOf(signatureDer);
  const raw = new Uint8Array(64);
  for (let index = 0; index < 32; index += 1) {
    const shift = BigInt(8 * (31 - index));
    raw[index] = Number((r >> shift) & 0xffn);
    raw[32 + index] = Number((s >> shift) & 0xffn);
  }
  return raw;
}

/**
 * The same signature with S in the lower half, as networks and profiles want it.
 *
 * @returns DER.
 * @throws {CertificateError} Unless the bytes are a DER signature with numbers in range.
 */
export function lowP256Signature(signatureDer: Uint8Array): Uint8Array {
  const { r, s } = numbersOf(signatureDer);
  const parts = [r, s > HALF_ORDER ? ORDER - s : s].map(integerDer);
  const content = concatBytes(...parts);
  return concatBytes(Uint8Array.of(DER.sequence, content.length), content);
}

function integerDer(value: bigint): Uint8Array {
  const digits = value.toString(16);
  const bytes = fromHex(digits.padStart(digits.length + (digits.length % 2), '0'));
  const content = (bytes[0] ?? 0) >= 0x80 ? concatBytes(Uint8Array.of(0), bytes) : bytes;
  return concatBytes(Uint8Array.of(DER.integer, content.length), content);
}

function numbersOf(signatureDer: Uint8Array): { r: bigint; s: bigint } {
  const parts = partsOf(readDer(signatureDer, DER.sequence));
  const r = positive(integerOf(parts.read(DER.integer)));
  const s = positive(integerOf(parts.read(DER.integer)));
  parts.end();
  return { r, s };
}

function positive(content: Uint8Array): bigint {
  if (content.length > 33 || (content[0] ?? 0x80) >= 0x80)
    throw new CertificateError('signature number out of range');
  let value = 0n;
  for (const byte of content) value = (value << 8n) | BigInt(byte);
  if (value === 0n || value >= ORDER) throw new CertificateError('signature number out of range');
  return value;
}
