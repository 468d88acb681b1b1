/** `gateway.Gateway` of one organization, as Fabric's clients call it. */
import {
  status,
  type ServerUnaryCall,
  type ServerWritableStream,
  type UntypedServiceImplementation,
  type sendUnaryData,
} from '@grpc/grpc-js';
import type { gateway } from '@hyperledger/fabric-protos';
import type { Channel } from '../channel.js';
import type { Orderer } from '../ordering/orderer.js';
import { goneSignal, writeTo } from '../wire/server-calls.js';
import { chaincodeEvents } from './chaincode-events.js';
import { commitStatus } from './commit-status.js';
import { endorse } from './endorse.js';
import { evaluate } from './evaluate.js';
import type { Peers } from './peers.js';
import { RpcError } from './rpc-error.js';
import { submit } from './submit.js';

export type GatewayParts = {
  readonly channel: Channel;
  readonly peers: Peers;
  readonly orderer: Orderer;
  /** Told about what is neither an answer nor a refusal: a defect of this network. */
  readonly defect: (error: unknown) => void;
};

export function gatewayService({
  channel,
  peers,
  orderer,
  defect,
}: GatewayParts): UntypedServiceImplementation {
  const unary =
    <Request, Response>(answer: (request: Request, gone: AbortSignal) => Promise<Response>) =>
    (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void => {
      answer(call.request, goneSignal(call)).then(
        (response) => callback(null, response),
        (error: unknown) => callback(asRpcError(error)),
      );
    };
  const asRpcError = (error: unknown): RpcError => {
    if (error instanceof RpcError) return error;
    defect(error);
    return new RpcError(status.INTERNAL, 'the embedded network failed');
  };
  const events = async (
    stream: ServerWritableStream<gateway.SignedChaincodeEventsRequest, gateway.ChaincodeEventsResponse>,
  ): Promise<void> => {
    const gone = goneSignal(stream);
    try {
      for await (const response of chaincodeEvents(stream.request, channel, gone))
        await writeTo(stream, response);
      stream.end();
    } catch (error) {
      if (!gone.aborted) stream.emit('error', asRpcError(error));
    }
  };
  return {
    evaluate: unary((request: gateway.EvaluateRequest) => evaluate(request, peers, channel)),
    endorse: unary((request: gateway.EndorseRequest) => endorse(request, peers, channel)),
    submit: unary((request: gateway.SubmitRequest) => submit(request, orderer, channel)),
    commitStatus: unary((request: gateway.SignedCommitStatusRequest, gone) =>
      commitStatus(request, channel, gone),
    ),
    chaincodeEvents: (
      stream: ServerWritableStream<gateway.SignedChaincodeEventsRequest, gateway.ChaincodeEventsResponse>,
    ) => void events(stream),
  };
}
