/** HMAC (RFC 2104) over an injected hash with blocks of 64 bytes. */
import { ByteWriter } from '../encoding/byte-writer.js';
import type { Hash } from './suite.js';

const BLOCK_BYTES = 64;

export function hmac(hash: Hash, key: Uint8Array, message: Uint8Array): Uint8Array {
  return hmacOf(hash, key)((inner) => inner.bytes(message));
}

/**
 * HMAC with the key prepared once: for many messages under one key.
 *
 * @returns From a function that writes the message to its code.
 */
export function hmacOf(hash: Hash, key: Uint8Array): (write: (message: ByteWriter) => void) => Uint8Array {
  const block = new Uint8Array(BLOCK_BYTES);
  block.set(key.length > BLOCK_BYTES ? hash(key) : key);
  const inner = new ByteWriter(block.map((byte) => byte ^ 0x36));
  const outer = new ByteWriter(block.map((byte) => byte ^ 0x5c));
  return (write) => {
    write(inner.restart());
    return hash(outer.restart().bytes(hash(inner.message())).message());
  };
}
