/** Submit: the envelope goes to every orderer, a quorum must take it (`internal/pkg/gateway/submit.go`). */
import { status } from '@grpc/grpc-js';
import { common, gateway } from '@hyperledger/fabric-protos';
import type { Channel } from '../channel.js';
import { delay } from '../faults.js';
import { BroadcastRefused } from '../ordering/broadcast-check.js';
import { quorumOf, type Orderer } from '../ordering/orderer.js';
import { RpcError, unknownChannel } from './rpc-error.js';

const NO_QUORUM =
  'insufficient number of orderers could successfully process transaction to satisfy quorum requirement';

/** @throws {RpcError} UNAVAILABLE may mean that the transaction was ordered all the same. */
export async function submit(
  request: gateway.SubmitRequest,
  orderer: Orderer,
  channel: Channel,
): Promise<gateway.SubmitResponse> {
  const envelope = request.getPreparedTransaction();
  if (!envelope) throw new RpcError(status.INVALID_ARGUMENT, 'a prepared transaction is required');
  if (envelope.getSignature_asU8().length === 0)
    throw new RpcError(status.INVALID_ARGUMENT, 'prepared transaction must be signed');
  const name = request.getChannelId();
  if (name !== channel.name) {
    throw new RpcError(status.FAILED_PRECONDITION, unknownChannel(name));
  }
  await delay(channel.faults.submitDelayMs);
  try {
    await orderer.submit(envelope);
  } catch (error) {
    if (error instanceof BroadcastRefused) throw noQuorum(channel, error);
    throw error;
  }
  if (channel.faults.takeSubmitUnavailable()) {
    throw noQuorum(
      channel,
      new BroadcastRefused(
        common.Status.SERVICE_UNAVAILABLE,
        'failed to submit request: request already processed',
      ),
    );
  }
  return new gateway.SubmitResponse();
}

/** All orderers are of one mind here; the gateway gives up as soon as a quorum is out of reach. */
function noQuorum({ config }: Channel, { message }: BroadcastRefused): RpcError {
  const failures = config.consenters.length - quorumOf(config.consenters.length) + 1;
  const details = config.consenters.slice(0, failures).map(({ address, mspId }) => ({
    address,
    mspId,
    message: `received unsuccessful response from orderer: ${message}`,
  }));
  return new RpcError(status.UNAVAILABLE, NO_QUORUM, details);
}
