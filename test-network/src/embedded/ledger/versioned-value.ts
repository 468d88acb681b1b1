/** A key's content in the state store: block 8 ‖ position 4 ‖ metadata length 4 ‖ metadata ‖ value. */
import { uint32, uint64 } from '../wire/bytes.js';
import type { Version } from './state-updates.js';

export type VersionedValue = {
  readonly value: Uint8Array;
  readonly metadata: Uint8Array | undefined;
  readonly version: Version;
};

export function encodeValue({ value, metadata, version }: VersionedValue): Buffer {
  const extra = metadata ?? Buffer.alloc(0);
  return Buffer.concat([uint64(version.block), uint32(version.position), uint32(extra.length), extra, value]);
}

export function decodeValue(bytes: Buffer): VersionedValue {
  const end = 16 + bytes.readUInt32BE(12);
  return {
    version: { block: Number(bytes.readBigUInt64BE(0)), position: bytes.readUInt32BE(8) },
    metadata: end > 16 ? bytes.subarray(16, end) : undefined,
    value: bytes.subarray(end),
  };
}
