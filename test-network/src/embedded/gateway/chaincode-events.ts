/** ChaincodeEvents: events of valid transactions, block by block (`internal/pkg/gateway/chaincodeevents.go`). */
import { status } from '@grpc/grpc-js';
import { common, gateway, peer } from '@hyperledger/fabric-protos';
import { UNREADABLE } from '../wire/unmarshal.js';
import { blocksFrom } from '../block-stream.js';
import { channelHeaderOf, flagsOf, tryParse, type Block } from '../blocks/block.js';
import type { Channel } from '../channel.js';
import { parseTransaction } from '../ledger/transaction.js';
import { RpcError } from './rpc-error.js';
import { assertReader } from './signed-request.js';

const VALID = 0;

/** @throws {RpcError} */
export async function* chaincodeEvents(
  signedRequest: gateway.SignedChaincodeEventsRequest,
  channel: Channel,
  gone: AbortSignal,
): AsyncGenerator<gateway.ChaincodeEventsResponse> {
  const bytes = signedRequest.getRequest_asU8();
  if (bytes.length === 0)
    throw new RpcError(status.INVALID_ARGUMENT, 'a chaincode events request is required');
  const request = tryParse(() => gateway.ChaincodeEventsRequest.deserializeBinary(bytes));
  if (!request)
    throw new RpcError(status.INVALID_ARGUMENT, `invalid chaincode events request: ${UNREADABLE}`);
  assertReader(
    { request: bytes, identity: request.getIdentity_asU8(), signature: signedRequest.getSignature_asU8() },
    channel,
    request.getChannelId(),
  );
  const start = await startBlock(request, channel);
  const isMatch = matcher(request);
  for await (const block of blocksFrom(start, channel.ledger, gone)) {
    const events = eventsOf(block).filter(isMatch);
    if (events.length === 0) continue;
    const response = new gateway.ChaincodeEventsResponse();
    response.setBlockNumber(block.number);
    response.setEventsList(events);
    yield response;
  }
}

async function startBlock(request: gateway.ChaincodeEventsRequest, { ledger }: Channel): Promise<number> {
  const after = request.getAfterTransactionId();
  const place = after === '' ? undefined : await ledger.transaction(after);
  if (place) return place.block;
  const position = request.getStartPosition();
  const specified = position?.getSpecified();
  if (specified) return specified.getNumber();
  if (position?.hasOldest() === true || position?.hasNewest() === true) {
    const type = position.hasOldest() ? 'Oldest' : 'Newest';
    throw new RpcError(status.INVALID_ARGUMENT, `invalid start position type: *orderer.SeekPosition_${type}`);
  }
  return ledger.height;
}

/** After a transaction id: nothing until an event of that transaction has passed. */
function matcher(request: gateway.ChaincodeEventsRequest): (event: peer.ChaincodeEvent) => boolean {
  const after = request.getAfterTransactionId();
  let passed = after === '';
  return (event) => {
    if (passed) return event.getChaincodeId() === request.getChaincodeId();
    passed = event.getTxId() === after;
    return false;
  };
}

function eventsOf(block: Block): peer.ChaincodeEvent[] {
  const flags = flagsOf(block);
  return block.envelopes.flatMap((envelope, position) => {
    const isTransaction = channelHeaderOf(envelope)?.getType() === common.HeaderType.ENDORSER_TRANSACTION;
    if (flags[position] !== VALID || !isTransaction) return [];
    const events = parseTransaction(envelope).action.getEvents_asU8();
    return events.length > 0 ? [peer.ChaincodeEvent.deserializeBinary(events)] : [];
  });
}
