/** CommitStatus: what became of a transaction, as soon as it is known (`internal/pkg/gateway/commitstatus.go`). */
import { status } from '@grpc/grpc-js';
import { gateway } from '@hyperledger/fabric-protos';
import { channelHeaderOf, flagsOf, tryParse, type Block } from '../blocks/block.js';
import type { Channel } from '../channel.js';
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
  if (!request) throw invalid('invalid status request');
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
function outcomeOf(
  txId: string,
  { ledger }: Channel,
  gone: AbortSignal,
): Promise<{ block: number; code: number }> {
  return new Promise((resolve, reject) => {
    const stop = ledger.onCommit((block) => {
      const position = positionIn(block, txId);
      if (position >= 0) settle(() => resolve({ block: block.number, code: flagsOf(block)[position] ?? 0 }));
    });
    const leave = (): void => settle(() => reject(new RpcError(status.CANCELLED, 'context canceled')));
    const settle = (finish: () => void): void => {
      stop();
      gone.removeEventListener('abort', leave);
      finish();
    };
    gone.addEventListener('abort', leave);
    if (gone.aborted) leave();
    ledger.transaction(txId).then(
      (place) => {
        if (place) settle(() => resolve({ block: place.block, code: place.code }));
      },
      (error: unknown) => settle(() => reject(error instanceof Error ? error : new Error(String(error)))),
    );
  });
}

function positionIn(block: Block, txId: string): number {
  return block.envelopes.findIndex((envelope) => channelHeaderOf(envelope)?.getTxId() === txId);
}
