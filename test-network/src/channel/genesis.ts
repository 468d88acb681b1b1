/** The genesis block: what `configtxgen -outputBlock` would make of the same description. */
import { createHash, randomBytes } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { NetworkDescription } from '../description.js';
import { applicationGroup } from './application-group.js';
import { blockDataHash, blockHeaderHash } from './block.js';
import { capabilities, configGroup, META_POLICIES } from './config-tree.js';
import type { ChannelMaterial } from './material.js';
import { ordererGroup } from './orderer-group.js';

/** "No tree": the data of a block is hashed flat. */
const FLAT = 0xffff_ffff;
const NONCE_BYTES = 24;
const METADATA_ENTRIES = 5;

/** What makes two genesis blocks of one description differ. */
export type GenesisSeal = { readonly time: Date; readonly nonce: Uint8Array };

/** Bytes of `common.Block` number 0; equal input gives equal bytes. */
export function genesisBlock(
  description: NetworkDescription,
  material: ChannelMaterial,
  seal: GenesisSeal = { time: new Date(), nonce: randomBytes(NONCE_BYTES) },
): Uint8Array {
  const envelope = new common.Envelope();
  envelope.setPayload(configPayload(description, material, seal).serializeBinary());
  const data = new common.BlockData();
  data.setDataList([envelope.serializeBinary()]);

  const header = new common.BlockHeader();
  header.setDataHash(blockDataHash(data.getDataList_asU8()));
  const block = new common.Block();
  block.setHeader(header);
  block.setData(data);
  block.setMetadata(genesisMetadata());
  return block.serializeBinary();
}

/** Lowercase hex of the genesis header's hash: the id of the network. */
export function networkIdOf(genesis: Uint8Array): string {
  const header = common.Block.deserializeBinary(genesis).getHeader();
  if (!header) throw new Error('the genesis block has no header');
  return Buffer.from(blockHeaderHash(header)).toString('hex');
}

function configPayload(
  description: NetworkDescription,
  material: ChannelMaterial,
  seal: GenesisSeal,
): common.Payload {
  const config = new common.Config();
  config.setChannelGroup(channelGroup(description, material));
  const envelope = new common.ConfigEnvelope();
  envelope.setConfig(config);
  const payload = new common.Payload();
  payload.setHeader(configHeader(description.channel, seal));
  payload.setData(envelope.serializeBinary());
  return payload;
}

export function channelGroup(description: NetworkDescription, material: ChannelMaterial): common.ConfigGroup {
  const hashing = new common.HashingAlgorithm();
  hashing.setName('SHA256');
  const structure = new common.BlockDataHashingStructure();
  structure.setWidth(FLAT);
  return configGroup({
    groups: {
      Application: applicationGroup(description, material),
      Orderer: ordererGroup(description, material),
    },
    values: {
      HashingAlgorithm: hashing,
      BlockDataHashingStructure: structure,
      Capabilities: capabilities('V3_0'),
    },
    policies: META_POLICIES,
  });
}

function configHeader(channel: string, { time, nonce }: GenesisSeal): common.Header {
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setNonce(nonce);
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.CONFIG);
  channelHeader.setVersion(1);
  channelHeader.setChannelId(channel);
  channelHeader.setTimestamp(timestamps.Timestamp.fromDate(time));
  // No creator: the transaction id is the hash of the nonce alone.
  channelHeader.setTxId(createHash('sha256').update(nonce).digest('hex'));
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  return header;
}

/** Signatures (none yet, last configuration 0), last configuration, one valid transaction, and two empty entries. */
function genesisMetadata(): common.BlockMetadata {
  const lastConfig = new common.LastConfig();
  const ordererMetadata = new common.OrdererBlockMetadata();
  ordererMetadata.setLastConfig(lastConfig);
  const entries: Uint8Array[] = Array.from({ length: METADATA_ENTRIES }, () => new Uint8Array());
  entries[common.BlockMetadataIndex.SIGNATURES] = metadata(ordererMetadata.serializeBinary());
  entries[common.BlockMetadataIndex.LAST_CONFIG] = metadata(lastConfig.serializeBinary());
  const value = new common.BlockMetadata();
  value.setMetadataList(entries);
  return value;
}

function metadata(value: Uint8Array): Uint8Array {
  const entry = new common.Metadata();
  entry.setValue(value);
  return entry.serializeBinary();
}
