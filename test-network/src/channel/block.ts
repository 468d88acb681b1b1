/** Hashes of blocks, fabric.md sections 6.1 and 6.2. */
import { createHash } from 'node:crypto';
import type { common } from '@hyperledger/fabric-protos';

/** DER SEQUENCE { INTEGER number, OCTET STRING previous hash, OCTET STRING data hash }: what orderers sign. */
export function blockHeaderBytes(header: common.BlockHeader): Uint8Array {
  const body = Buffer.concat([
    der(0x02, integer(BigInt(header.getNumber()))),
    der(0x04, header.getPreviousHash_asU8()),
    der(0x04, header.getDataHash_asU8()),
  ]);
  return der(0x30, body);
}

/** Hash of a block, the `previous_hash` of the next; of the genesis block: the network id. */
export function blockHeaderHash(header: common.BlockHeader): Uint8Array {
  return sha256(blockHeaderBytes(header));
}

/** Flat hash over the envelopes as they are, without lengths. */
export function blockDataHash(envelopes: readonly Uint8Array[]): Uint8Array {
  return sha256(...envelopes);
}

function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** Header parts are shorter than 128 bytes each and together. */
function der(tag: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.of(tag, content.length), content]);
}

function integer(value: bigint): Uint8Array {
  const digits = value.toString(16);
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  return bytes.readUInt8(0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
}
