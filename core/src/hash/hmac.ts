/** HMAC (RFC 2104) over an injected hash with blocks of 64 bytes. */
import { concatBytes } from '../encoding/bytes.js';
import type { Hash } from './suite.js';

const BLOCK_BYTES = 64;

export function hmac(hash: Hash, key: Uint8Array, message: Uint8Array): Uint8Array {
  return hmacOf(hash, key)(message);
}

/** HMAC with the key prepared once: for many messages under one key. */
export function hmacOf(hash: Hash, key: Uint8Array): Hash {
  const inner = new Uint8Array(BLOCK_BYTES);
  inner.set(key.length > BLOCK_BYTES ? hash(key) : key);
  const outer = inner.map((byte) => byte ^ 0x5c);
  inner.forEach((byte, at) => (inner[at] = byte ^ 0x36));
  return (message) => hash(concatBytes(outer, hash(concatBytes(inner, message))));
}
