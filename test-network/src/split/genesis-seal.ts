/** Time and nonce of a genesis block: all that tells two blocks of one plan and one set of certificates apart. */
import { common } from '@hyperledger/fabric-protos';
import type { GenesisSeal } from '../channel/genesis.js';
import { NetworkError } from '../network-error.js';

/** @throws {NetworkError} `GENESIS_DIFFERS` when the bytes are no genesis block. */
export function sealOf(genesis: Uint8Array): GenesisSeal {
  try {
    const [envelope] = common.Block.deserializeBinary(genesis).getData()?.getDataList_asU8() ?? [];
    const payload = common.Envelope.deserializeBinary(envelope ?? new Uint8Array()).getPayload_asU8();
    const header = common.Payload.deserializeBinary(payload).getHeader();
    const channelHeader = common.ChannelHeader.deserializeBinary(
      header?.getChannelHeader_asU8() ?? new Uint8Array(),
    );
    const time = channelHeader.getTimestamp()?.toDate();
    const nonce = common.SignatureHeader.deserializeBinary(
      header?.getSignatureHeader_asU8() ?? new Uint8Array(),
    ).getNonce_asU8();
    if (time && nonce.length > 0) return { time, nonce };
  } catch {
    // Told below.
  }
  throw new NetworkError('GENESIS_DIFFERS', 'the proposed file is no genesis block');
}
