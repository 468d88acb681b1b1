/** `protos.Deliver`: streams of blocks. One request after another on the same stream; each ends with a status. */
import {
  status as grpcStatus,
  type ServerDuplexStream,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { common, peer } from '@hyperledger/fabric-protos';
import { isConfigEnvelope, toBlockMessage, type Block } from '../blocks/block.js';
import type { Channel } from '../channel.js';
import { RpcError } from '../gateway/rpc-error.js';
import { goneSignal, writeTo } from '../wire/server-calls.js';
import { filteredBlock } from './filtered-block.js';
import { SeekRefused, blocksOf, parseSeek } from './seek.js';

type DeliverStream = ServerDuplexStream<common.Envelope, peer.DeliverResponse>;
type Render = (block: Block, headersOnly: boolean) => peer.DeliverResponse;

export function deliverService(channel: Channel): UntypedServiceImplementation {
  return {
    deliver: (stream: DeliverStream) => void serve(stream, channel, wholeBlock),
    deliverFiltered: (stream: DeliverStream) =>
      void serve(stream, channel, (block) => filteredResponse(block, channel.name)),
    deliverWithPrivateData: (stream: DeliverStream) => {
      stream.emit(
        'error',
        new RpcError(grpcStatus.UNIMPLEMENTED, 'private data is not implemented by the embedded network'),
      );
    },
  };
}

async function serve(stream: DeliverStream, channel: Channel, render: Render): Promise<void> {
  const gone = goneSignal(stream);
  try {
    // Leaving the loop must not destroy the stream: its status is still to be sent.
    const requests = stream.iterator({ destroyOnReturn: false }) as AsyncIterable<common.Envelope>;
    for await (const envelope of requests) {
      const status = await answer(stream, envelope, channel, render, gone);
      if (gone.aborted) return;
      await writeTo(stream, statusResponse(status));
      if (status !== common.Status.SUCCESS) break;
    }
    stream.end();
  } catch (error) {
    if (!gone.aborted) stream.emit('error', error);
  }
}

async function answer(
  stream: DeliverStream,
  envelope: common.Envelope,
  channel: Channel,
  render: Render,
  gone: AbortSignal,
): Promise<common.StatusMap[keyof common.StatusMap]> {
  try {
    const range = parseSeek(envelope, channel);
    for await (const block of blocksOf(range, channel, gone)) {
      await writeTo(stream, render(block, range.headersOnly));
      if (gone.aborted) break;
    }
    return common.Status.SUCCESS;
  } catch (error) {
    if (error instanceof SeekRefused) return error.status;
    throw error;
  }
}

function wholeBlock(block: Block, headersOnly: boolean): peer.DeliverResponse {
  const [first] = block.envelopes;
  const isConfig = block.envelopes.length === 1 && first !== undefined && isConfigEnvelope(first);
  const message = toBlockMessage(block);
  if (headersOnly && !isConfig) message.clearData();
  const response = new peer.DeliverResponse();
  response.setBlock(message);
  return response;
}

function filteredResponse(block: Block, channel: string): peer.DeliverResponse {
  const response = new peer.DeliverResponse();
  response.setFilteredBlock(filteredBlock(block, channel));
  return response;
}

function statusResponse(status: common.StatusMap[keyof common.StatusMap]): peer.DeliverResponse {
  const response = new peer.DeliverResponse();
  response.setStatus(status);
  return response;
}
