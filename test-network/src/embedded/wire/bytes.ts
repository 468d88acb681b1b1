/**
 * Bytes as Fabric compares, hashes and concatenates them. Strings sort by their UTF-8 form here, never by JavaScript's
 * UTF-16 units: the order of keys is part of what endorsers sign.
 */
import { createHash } from 'node:crypto';

/** SHA-256 over the parts, one after another without lengths. */
export function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}

/** Order of two strings by their UTF-8 bytes. */
export function compareUtf8(left: string, right: string): number {
  if (left === right) return 0;
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** Keys of a map by their UTF-8 bytes, ascending. */
export function sortedKeys(map: ReadonlyMap<string, unknown>): string[] {
  return [...map.keys()].sort(compareUtf8);
}

/** 8 bytes, big-endian: integers up to 2^53 - 1 sort as their bytes do. */
export function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
