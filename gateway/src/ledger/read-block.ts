/**
 * Blocks as the own peer delivers them, with the validation codes that it recorded.
 *
 * @module
 */
import type { common } from '@hyperledger/fabric-protos';

import { sha256 } from '../proofs/node-crypto.js';
import { readEnvelope } from './envelope.js';
import type { LedgerBlock } from './ledger.js';

/** Place of the validation codes among a block's metadata. */
const FLAGS = 2;
/** No code yet: the peer says nothing about the transaction. */
const NOT_VALIDATED = 254;

const INTEGER = 0x02;
const OCTETS = 0x04;
const SEQUENCE = 0x30;

/** DER of the header, whose SHA-256 the next block names: fabric.md section 6.1. */
export function headerBytes(number: number, previousHash: Uint8Array, dataHash: Uint8Array): Buffer {
  const hex = number.toString(16);
  const digits = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const integer = (digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), digits]) : digits;
  const content = Buffer.concat([
    Buffer.of(INTEGER, integer.length),
    integer,
    Buffer.of(OCTETS, previousHash.length),
    previousHash,
    Buffer.of(OCTETS, dataHash.length),
    dataHash,
  ]);
  return Buffer.concat([Buffer.of(SEQUENCE, content.length), content]);
}

/** @throws {Error} When the block lacks a part. */
export function readBlock(block: common.Block, namespace: string): LedgerBlock {
  const header = block.getHeader();
  if (header === undefined) throw new Error('block without header');
  const flags = block.getMetadata()?.getMetadataList_asU8()[FLAGS] ?? new Uint8Array(0);
  const envelopes = block.getData()?.getDataList_asU8() ?? [];
  const number = header.getNumber();
  const previousHash = header.getPreviousHash_asU8();
  const der = headerBytes(number, previousHash, header.getDataHash_asU8());
  return {
    number,
    header: der,
    headerHash: sha256(der),
    previousHash,
    transactions: envelopes.map((bytes, position) => {
      const code = flags[position] ?? NOT_VALIDATED;
      return { position, code, envelopeHash: sha256(bytes), ...readEnvelope(bytes, namespace, code === 0) };
    }),
  };
}
