/** CommitStatus: what became of a transaction, as soon as it is known (`internal/pkg/gateway/commitstatus.go`). */
import { status } from '@grpc/grpc-js';
import { gateway } from '@hyperledger/fabric-protos';
import { tryParse } from '../blocks/block.js';
import type { Channel } from '../channel.js';
import type { TransactionPlace } from '../ledger/state-store.js';
import { UNREADABLE } from '../wire/unmarshal.js';
import { RpcError } from './rpc-error.js';
import { assertReader } from './signed-request.js';

/** @param gone Aborted when the client no longer waits; there is no other limit. @throws {RpcError} */
export async function commitStatus(
  signedRequest: gateway.SignedCommitStatusRequest,
  channel: Channel,
  gone: AbortSignal,
): Promise<gateway.CommitStatusResponse> {
  const bytes = signedRequest.getRequest_asU8();
  const invalid = (reason: string): RpcError => new RpcError(status.INVALID_ARGUMENT, reason);
  if (bytes.length === 0) throw invalid('a commit status request is required');
  const request = tryParse(() => gateway.CommitStatusRequest.deserializeBinary(bytes));
  if (!request) throw invalid(`invalid status request: ${UNREADABLE}`);
  if (request.getIdentity_asU8().length === 0) throw invalid('no identity provided');
  if (request.getChannelId() === '') throw invalid('no channel ID provided');
  if (request.getTransactionId() === '') throw invalid('transaction ID should not be empty');
  assertReader(
    { request: bytes, identity: request.getIdentity_asU8(), signature: signedRequest.getSignature_asU8() },
    channel,
    request.getChannelId(),
  );
  const { block, code } = await outcomeOf(request.getTransactionId(), channel, gone);
  const response = new gateway.CommitStatusResponse();
  response.setResult(code as Parameters<typeof response.setResult>[0]);
  response.setBlockNumber(block);
  return response;
}

/** Listens before it looks, so that a block in between is not missed. */
function outcomeOf(txId: string, { ledger }: Channel, gone: AbortSignal): Promise<TransactionPlace> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      stop();
      gone.removeEventListener('abort', leave);
      settle();
    };
    const leave = (): void => finish(() => reject(new RpcError(status.CANCELLED, 'context canceled')));
    const look = (): void => {
      ledger.transaction(txId).then(
        (place) => {
          if (place) finish(() => resolve(place));
        },
        (error: unknown) => finish(() => reject(error instanceof Error ? error : new Error(String(error)))),
      );
    };
    const stop = ledger.onCommit(look);
    gone.addEventListener('abort', leave);
    look();
    if (gone.aborted) leave();
  });
}
