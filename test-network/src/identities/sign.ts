/** ECDSA over P-256 as Fabric wants it: DER, SHA-256, low S (a peer refuses the high twin of a signature). */
import { createPrivateKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** Order of P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const HALF_ORDER = ORDER >> 1n;
const SCALAR_BYTES = 32;

/** DER signature with low S over `message`; SHA-256 is applied here. */
export function signLowS(key: KeyObject, message: Uint8Array): Uint8Array {
  const raw = sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' });
  const s = scalar(raw.subarray(SCALAR_BYTES));
  const low = s > HALF_ORDER ? bytesOf(ORDER - s) : raw.subarray(SCALAR_BYTES);
  return derSignature(raw.subarray(0, SCALAR_BYTES), low);
}

/** Whether a raw (r ‖ s) or DER signature has its s in the lower half. */
export function hasLowS(signature: Uint8Array): boolean {
  const isRaw = signature.length === 2 * SCALAR_BYTES;
  const s = isRaw ? signature.subarray(SCALAR_BYTES) : derIntegers(signature)[1];
  return scalar(s) <= HALF_ORDER;
}

/** @throws {Error} When the PEM text is no private key of P-256. */
export function parseSigningKey(pem: string): KeyObject {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    throw new Error('a signing key must be of curve P-256');
  return key;
}

function derIntegers(der: Uint8Array): [Uint8Array, Uint8Array] {
  const rLength = der[3] ?? 0;
  return [der.subarray(4, 4 + rLength), der.subarray(6 + rLength)];
}

function derSignature(r: Uint8Array, s: Uint8Array): Uint8Array {
  const body = Buffer.concat([derInteger(r), derInteger(s)]);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
}

function derInteger(magnitude: Uint8Array): Uint8Array {
  let start = 0;
  while (start < magnitude.length - 1 && magnitude[start] === 0) start += 1;
  const minimal = magnitude.subarray(start);
  const pad = (minimal[0] ?? 0) >= 0x80 ? [0] : [];
  return Buffer.concat([Buffer.of(0x02, minimal.length + pad.length, ...pad), minimal]);
}

function scalar(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function bytesOf(value: bigint): Uint8Array {
  return Buffer.from(value.toString(16).padStart(2 * SCALAR_BYTES, '0'), 'hex');
}
