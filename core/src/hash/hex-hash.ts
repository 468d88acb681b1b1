/** Hashes in text: as records, bundles and arguments carry them. */
import { DocumentError } from '../errors/document-error.js';
import { toHex } from '../encoding/hex.js';

declare const hexHashBrand: unique symbol;

/** 32-byte hash as 64 lower-case hexadecimal characters; its suite is named where it is kept. */
export type HexHash = string & { readonly [hexHashBrand]: true };

export const HASH_BYTES = 32;

const HEX_HASH = /^[0-9a-f]{64}$/;

/** @throws {DocumentError} `MALFORMED_HASH` unless it is 64 lower-case hexadecimal characters. */
export function parseHexHash(value: unknown, pointer?: string): HexHash {
  if (typeof value !== 'string' || !HEX_HASH.test(value)) {
    throw new DocumentError('MALFORMED_HASH', 'hash must be 64 lower-case hexadecimal characters', pointer);
  }
  return value as HexHash;
}

/** @throws {DocumentError} `MALFORMED_HASH` unless there are 32 bytes. */
export function hexHashOf(bytes: Uint8Array): HexHash {
  assertHashBytes(bytes);
  return toHex(bytes) as HexHash;
}

/** @throws {DocumentError} `MALFORMED_HASH` unless there are 32 bytes. */
export function assertHashBytes(bytes: Uint8Array): void {
  if (bytes.length !== HASH_BYTES) throw new DocumentError('MALFORMED_HASH', 'hash must be 32 bytes');
}
