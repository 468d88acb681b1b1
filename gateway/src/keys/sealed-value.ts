/**
 * Small values under a wrapping key, bound to their column and row: version (1) ‖ id of the key (4, big-endian) ‖ nonce
 * (12) ‖ ciphertext ‖ tag.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';

import { decrypt, encrypt, NONCE_BYTES, SealBrokenError } from './gcm.js';

const VERSION = 1;
const HEAD_BYTES = 5;

/** Where sealed values lie: column `sealed` of each table, bound to `table.sealed` and what stands in `row`. */
export const SEALED_VALUES = [
  { table: 'webhook_secret', row: 'webhook_id' },
  { table: 'import_upload', row: 'operation_id' },
  { table: 'operation', row: 'id' },
] as const;

const placeOf = (column: string, row: string): string => `${column}/${row}`;

export interface ValuePlace {
  /** `table.column` */
  readonly column: string;
  readonly row: string;
}

export function sealValueUnder(
  key: Uint8Array,
  keyId: number,
  { column, row }: ValuePlace,
  value: Uint8Array,
): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(VERSION);
  head.writeUInt32BE(keyId, 1);
  const nonce = randomBytes(NONCE_BYTES);
  return Buffer.concat([head, nonce, encrypt(key, nonce, placeOf(column, row), value)]);
}

/** @throws {SealBrokenError} */
export function openValueUnder(key: Uint8Array, { column, row }: ValuePlace, sealed: Uint8Array): Buffer {
  const start = HEAD_BYTES + NONCE_BYTES;
  const nonce = sealed.subarray(HEAD_BYTES, start);
  return decrypt(key, nonce, placeOf(column, row), sealed.subarray(start));
}

/** Wrapping key of a sealed value. @throws {SealBrokenError} */
export function keyOfValue(sealed: Uint8Array): number {
  if (sealed.length < HEAD_BYTES || sealed[0] !== VERSION)
    throw new SealBrokenError('this is no sealed value');
  return Buffer.from(sealed.buffer, sealed.byteOffset, HEAD_BYTES).readUInt32BE(1);
}
