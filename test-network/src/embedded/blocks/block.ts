/**
 * A block as Fabric hashes it (`protoutil/blockutils.go`): the header in DER, the data hash flat over the envelopes.
 * Envelopes stay the bytes that they came as.
 */
import { common } from '@hyperledger/fabric-protos';
import { sameBytes, sha256 } from '../wire/bytes.js';

export type Block = {
  readonly number: number;
  /** Empty for the first block. */
  readonly previousHash: Uint8Array;
  readonly dataHash: Uint8Array;
  /** Bytes of `common.Envelope`. */
  readonly envelopes: readonly Uint8Array[];
  /** Five entries: signatures, last configuration, flags, (unused), commit hash. */
  readonly metadata: readonly Uint8Array[];
};

/** Places in the metadata. */
export const METADATA = { signatures: 0, lastConfig: 1, flags: 2, commitHash: 4 } as const;
const METADATA_ENTRIES = 5;
const EMPTY = new Uint8Array();

/** @throws {Error} When the bytes are no block, or one without header. */
export function parseBlock(bytes: Uint8Array): Block {
  const message = common.Block.deserializeBinary(bytes);
  const header = message.getHeader();
  if (!header) throw new Error('the block has no header');
  const metadata = message.getMetadata()?.getMetadataList_asU8() ?? [];
  return {
    number: header.getNumber(),
    previousHash: header.getPreviousHash_asU8(),
    dataHash: header.getDataHash_asU8(),
    envelopes: message.getData()?.getDataList_asU8() ?? [],
    metadata: Array.from(
      { length: Math.max(METADATA_ENTRIES, metadata.length) },
      (_, place) => metadata[place] ?? EMPTY,
    ),
  };
}

export function toBlockMessage(block: Block): common.Block {
  const header = new common.BlockHeader();
  header.setNumber(block.number);
  header.setPreviousHash(block.previousHash);
  header.setDataHash(block.dataHash);
  const data = new common.BlockData();
  data.setDataList([...block.envelopes]);
  const metadata = new common.BlockMetadata();
  metadata.setMetadataList([...block.metadata]);
  const message = new common.Block();
  message.setHeader(header);
  message.setData(data);
  message.setMetadata(metadata);
  return message;
}

/** A block that nobody has signed or validated yet. */
export function draftBlock(
  number: number,
  previousHash: Uint8Array,
  envelopes: readonly Uint8Array[],
): Block {
  return {
    number,
    previousHash,
    dataHash: dataHashOf(envelopes),
    envelopes,
    metadata: Array<Uint8Array>(METADATA_ENTRIES).fill(EMPTY),
  };
}

export function withMetadata(block: Block, entries: Readonly<Record<number, Uint8Array>>): Block {
  return { ...block, metadata: block.metadata.map((entry, place) => entries[place] ?? entry) };
}

/** The first block as a peer keeps it: nobody signs or validates it, and its one envelope counts as valid. */
export function withGenesisFlags(genesis: Block): Block {
  return withMetadata(genesis, { [METADATA.flags]: new Uint8Array(genesis.envelopes.length) });
}

export function dataHashOf(envelopes: readonly Uint8Array[]): Buffer {
  return sha256(...envelopes);
}

/** Hash of the header: what the next block names as its previous hash. */
export function blockHash(block: Pick<Block, 'number' | 'previousHash' | 'dataHash'>): Buffer {
  return sha256(headerBytes(block));
}

/** ASN.1 DER: SEQUENCE { INTEGER number, OCTET STRING previousHash, OCTET STRING dataHash }. */
export function headerBytes({
  number,
  previousHash,
  dataHash,
}: Pick<Block, 'number' | 'previousHash' | 'dataHash'>): Buffer {
  const content = Buffer.concat([
    der(0x02, derInteger(number)),
    der(0x04, previousHash),
    der(0x04, dataHash),
  ]);
  return der(0x30, content);
}

function der(tag: number, content: Uint8Array): Buffer {
  if (content.length > 127) throw new Error('a block header has no part of more than 127 bytes');
  return Buffer.concat([Buffer.from([tag, content.length]), content]);
}

function derInteger(value: number): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
}

/**
 * The data hash has no lengths, so the same bytes could be cut into other envelopes: every envelope must parse, have
 * both its fields, and be the canonical encoding of them. A block of exactly one configuration envelope is exempt.
 */
export function isWellFormed(block: Block): boolean {
  if (block.envelopes.length === 0) return false;
  if (block.envelopes.length === 1 && isConfigEnvelope(block.envelopes[0] ?? EMPTY)) return true;
  return block.envelopes.every((bytes) => {
    const envelope = tryParse(() => common.Envelope.deserializeBinary(bytes));
    if (!envelope || envelope.getPayload_asU8().length === 0 || envelope.getSignature_asU8().length === 0)
      return false;
    const again = new common.Envelope();
    again.setPayload(envelope.getPayload_asU8());
    again.setSignature(envelope.getSignature_asU8());
    return sameBytes(again.serializeBinary(), bytes);
  });
}

export function isConfigEnvelope(bytes: Uint8Array): boolean {
  return channelHeaderOf(bytes)?.getType() === common.HeaderType.CONFIG;
}

/** Channel header of an envelope; `undefined` when there is none that can be read. */
export function channelHeaderOf(bytes: Uint8Array): common.ChannelHeader | undefined {
  return tryParse(() => {
    const payload = common.Payload.deserializeBinary(
      common.Envelope.deserializeBinary(bytes).getPayload_asU8(),
    );
    const header = payload.getHeader();
    return header ? common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8()) : undefined;
  });
}

/** Bytes of others may be anything; a message that cannot be decoded is an answer here, not an error. */
export function tryParse<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

/** Validation code of each transaction, as the committer stored it. */
export function flagsOf(block: Block): Uint8Array {
  return block.metadata[METADATA.flags] ?? EMPTY;
}

export function commitHashOf(block: Block): Uint8Array {
  const bytes = block.metadata[METADATA.commitHash] ?? EMPTY;
  return bytes.length === 0 ? EMPTY : common.Metadata.deserializeBinary(bytes).getValue_asU8();
}
