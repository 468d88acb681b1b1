/** Takes out of texts what no two runs share, and nothing else. */
import { status, type ServiceError } from '@grpc/grpc-js';
import { GatewayError } from '@hyperledger/fabric-gateway';
import { gateway, google } from '@hyperledger/fabric-protos';
import type { NetworkDescription } from '../../../test-network/dist/description.js';
import type { Observation } from './case.js';

const DETAILS_KEY = 'grpc-status-details-bin';

/** Ids, hashes and serialized identities are random, ports belong to a network, times to a run. */
const RANDOM: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{65,}\b/g, '<bytes>'],
  // Go's protobuf library writes one of two kinds of space, by build, lest anybody depend on its texts.
  [/\u00a0/g, ' '],
  [/\b[0-9a-f]{64}\b/g, '<hash>'],
  [/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?( ?(Z|\+0000 UTC))?/g, '<time>'],
];

/** @param text As a node said it. */
export function plainText(text: string, description: NetworkDescription): string {
  let plain = text;
  for (const { key, ports } of description.organizations) {
    for (const [use, port] of Object.entries(ports))
      plain = plain.replaceAll(
        new RegExp(`(localhost|127\\.0\\.0\\.1):${port}\\b`, 'g'),
        `<${use} of ${key}>`,
      );
  }
  for (const [pattern, name] of RANDOM) plain = plain.replaceAll(pattern, name);
  return plain;
}

/**
 * The gRPC error that a client got, with Fabric's details by organization: peers answer in any order.
 *
 * @throws Whatever is no gRPC error: a defect of the case.
 */
export function failureOf(error: unknown, description: NetworkDescription): Observation {
  const cause = error instanceof GatewayError ? error.cause : error;
  if (!isServiceError(cause)) throw error;
  const nodes = nodesOf(cause, description);
  return {
    code: status[cause.code],
    message: plainText(arrived(cause.details), description),
    ...(nodes.length > 0 ? { details: nodes } : {}),
  };
}

/**
 * A message that ends in a space reaches no Node client of real Fabric: Go sends it as it is, and HTTP/2 forbids such a
 * header. The embedded network sends it escaped; that it arrives is no difference between the networks.
 */
function arrived(message: string): string {
  return message.endsWith(' ') ? '' : message;
}

/** Whether an orderer says that it saw this envelope in a block before it saw the request. */
export function isProcessedAlready(error: unknown): boolean {
  if (!isServiceError(error)) return false;
  const [details = ''] = error.metadata.get(DETAILS_KEY);
  return Buffer.from(details).includes('request already processed');
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && 'details' in error && 'metadata' in error;
}

function nodesOf({ metadata }: ServiceError, description: NetworkDescription): Observation[] {
  const [bytes] = metadata.get(DETAILS_KEY);
  if (!(bytes instanceof Buffer)) return [];
  return google.rpc.Status.deserializeBinary(bytes)
    .getDetailsList()
    .map((any) => gateway.ErrorDetail.deserializeBinary(any.getValue_asU8()))
    .map((detail) => ({
      address: plainText(detail.getAddress(), description),
      mspId: detail.getMspId(),
      message: plainText(detail.getMessage(), description),
    }))
    .sort((left, right) => compare(JSON.stringify(left), JSON.stringify(right)));
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
