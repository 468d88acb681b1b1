/** gRPC errors with Fabric's details, one per node that failed, in the trailer that its clients read. */
import type { status } from '@grpc/grpc-js';
import { Metadata, type ServerErrorResponse } from '@grpc/grpc-js';
import { gateway, google } from '@hyperledger/fabric-protos';
import anyMessages from 'google-protobuf/google/protobuf/any_pb.js';

export type NodeDetail = { readonly address: string; readonly mspId: string; readonly message: string };

/** What the gateway says of a channel that its peer has not joined. */
export function unknownChannel(name: string): string {
  return `failed to get config for channel [${name}]: could not get last config for channel ${name}`;
}

const DETAILS_KEY = 'grpc-status-details-bin';
const DETAIL_TYPE = 'type.googleapis.com/gateway.ErrorDetail';

export class RpcError extends Error implements ServerErrorResponse {
  override readonly name = 'RpcError';
  readonly details: string;
  readonly metadata: Metadata;

  constructor(
    readonly code: status,
    message: string,
    nodes: readonly NodeDetail[] = [],
  ) {
    super(message);
    this.details = message;
    this.metadata = new Metadata();
    if (nodes.length > 0) this.metadata.set(DETAILS_KEY, Buffer.from(statusBytes(code, message, nodes)));
  }
}

function statusBytes(code: status, message: string, nodes: readonly NodeDetail[]): Uint8Array {
  const rpcStatus = new google.rpc.Status();
  rpcStatus.setCode(code);
  rpcStatus.setMessage(message);
  for (const node of nodes) {
    const detail = new gateway.ErrorDetail();
    detail.setAddress(node.address);
    detail.setMspId(node.mspId);
    detail.setMessage(node.message);
    const any = new anyMessages.Any();
    any.setTypeUrl(DETAIL_TYPE);
    any.setValue(detail.serializeBinary());
    rpcStatus.addDetails(any);
  }
  return rpcStatus.serializeBinary();
}
