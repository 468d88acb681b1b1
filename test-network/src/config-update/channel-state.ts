/** The configuration that a channel has now, read out of its newest configuration block. */
import { common } from '@hyperledger/fabric-protos';
import type { OrdererClient } from './orderer-client.js';

export type ChannelState = {
  /** Number of the configuration block. */
  readonly block: number;
  /** `common.Block` bytes: what a new orderer joins by. */
  readonly bytes: Uint8Array;
  readonly group: common.ConfigGroup;
};

/** As this orderer has it. */
export async function channelStateAt(client: OrdererClient): Promise<ChannelState> {
  const newest = await client.block('newest');
  return channelStateOf(await client.block(lastConfigOf(newest)));
}

/** @throws {Error} When the block is no configuration block. */
export function channelStateOf(block: common.Block): ChannelState {
  const [envelope] = block.getData()?.getDataList_asU8() ?? [];
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(envelope ?? new Uint8Array()).getPayload_asU8(),
  );
  const group = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8())
    .getConfig()
    ?.getChannelGroup();
  if (!group) throw new Error(`block ${block.getHeader()?.getNumber() ?? '?'} holds no configuration`);
  return { block: block.getHeader()?.getNumber() ?? 0, bytes: block.serializeBinary(), group };
}

/** Number of the configuration block that was in force once this block was taken in; orderers sign it. */
export function lastConfigOf(block: common.Block): number {
  const entry = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.SIGNATURES];
  const value = common.Metadata.deserializeBinary(entry ?? new Uint8Array()).getValue_asU8();
  return common.OrdererBlockMetadata.deserializeBinary(value).getLastConfig()?.getIndex() ?? 0;
}
