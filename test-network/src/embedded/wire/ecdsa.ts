/**
 * ECDSA P-256 with SHA-256 as Fabric's crypto provider checks it: DER signatures with `s` in the lower half of the group
 * order. A signature with the other `s` verifies mathematically and is refused all the same (`bccsp/utils/ecdsa.go`).
 */
import { verify, type KeyObject } from 'node:crypto';

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const HALF_ORDER = ORDER >> 1n;

/** False for anything that is no strict DER signature with a low `s` by this key over the message. */
export function verifyLowS(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  const parsed = parseDer(signature);
  if (!parsed || parsed.s > HALF_ORDER || parsed.r === 0n || parsed.s === 0n) return false;
  const raw = Buffer.concat([fixed(parsed.r), fixed(parsed.s)]);
  return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, raw);
}

function integerOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
}

function fixed(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
}

function parseDer(signature: Uint8Array): { r: bigint; s: bigint } | undefined {
  if (signature.length < 8 || signature.length > 72) return undefined;
  if (signature[0] !== 0x30 || signature[1] !== signature.length - 2) return undefined;
  const first = parseDerInteger(signature, 2);
  if (!first) return undefined;
  const second = parseDerInteger(signature, first.end);
  if (second?.end !== signature.length) return undefined;
  return { r: first.value, s: second.value };
}

function parseDerInteger(bytes: Uint8Array, start: number): { value: bigint; end: number } | undefined {
  const length = bytes[start + 1];
  if (bytes[start] !== 0x02 || length === undefined || length === 0 || length > 33) return undefined;
  const end = start + 2 + length;
  if (end > bytes.length) return undefined;
  const content = bytes.subarray(start + 2, end);
  const [high = 0, next = 0] = content;
  const negative = high >= 0x80;
  const padded = length > 1 && high === 0 && next < 0x80;
  if (negative || padded) return undefined;
  const value = integerOf(content);
  return value >= ORDER ? undefined : { value, end };
}
