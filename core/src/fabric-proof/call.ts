/**
 * A call of a contract as a client asked for it, in a proposal or in a transaction: who called what on which channel.
 * Held to the one form that honest clients send, because the hash over its parts does not cover their lengths.
 *
 * @module
 */
import { concatBytes } from '../encoding/bytes.js';
import { toHex } from '../encoding/hex.js';
import type { Hash } from '../hash/suite.js';
import { readMessage } from '../protobuf/message.js';
import {
  CHAINCODE_HEADER_EXTENSION,
  CHAINCODE_INVOCATION_SPEC,
  CHAINCODE_PROPOSAL_PAYLOAD,
  CHANNEL_HEADER,
  SIGNATURE_HEADER,
} from './messages.js';

export interface Call {
  readonly channel: string;
  readonly txId: string;
  /** RFC 3339 UTC with milliseconds, claimed by the client; undefined when it is out of any calendar. */
  readonly claimedTime: string | undefined;
  /** Name of the chaincode definition, equal in extension and spec. */
  readonly chaincode: string;
  readonly args: readonly Uint8Array[];
  /** Serialized identity of the client who asked. */
  readonly creator: Uint8Array;
  /** What an answer must carry as proposal hash. */
  readonly hash: Uint8Array;
}

/** The slices that the proposal hash covers. */
export interface CallBytes {
  readonly channelHeader: Uint8Array;
  readonly signatureHeader: Uint8Array;
  /** protos.ChaincodeProposalPayload without transient data. */
  readonly proposalPayload: Uint8Array;
}

/** Type, transaction id or invocation are not those of a plain call. */
export class CallError extends Error {
  override readonly name = 'CallError';

  constructor(
    readonly fault: 'type' | 'txId' | 'invocation',
    detail: string,
  ) {
    super(detail);
  }
}

const ENDORSER_TRANSACTION = 3;

/**
 * @throws {ProtobufError} Unless it is canonical protobuf at every level.
 * @throws {CallError}
 */
export function parseCall(
  { channelHeader, signatureHeader, proposalPayload }: CallBytes,
  sha256: Hash,
): Call {
  const header = readMessage(CHANNEL_HEADER, channelHeader);
  const { creator, nonce } = readMessage(SIGNATURE_HEADER, signatureHeader);
  if (header.type !== ENDORSER_TRANSACTION || header.version !== 0 || header.epoch !== 0)
    throw new CallError('type', 'header is not that of an endorser transaction');
  if (header.txId !== toHex(sha256(concatBytes(nonce, creator))))
    throw new CallError('txId', 'transaction id is not made of nonce and creator');
  const chaincode = chaincodeOf(header.extension);
  return {
    channel: header.channelId,
    txId: header.txId,
    claimedTime: timeOf(header.timestamp),
    chaincode,
    args: argumentsOf(proposalPayload, chaincode),
    creator,
    hash: sha256(concatBytes(channelHeader, signatureHeader, proposalPayload)),
  };
}

function timeOf(timestamp: { seconds: number; nanos: number } | undefined): string | undefined {
  const instant = new Date(
    (timestamp?.seconds ?? NaN) * 1000 + Math.floor((timestamp?.nanos ?? 0) / 1_000_000),
  );
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString();
}

function chaincodeOf(extension: Uint8Array): string {
  const id = readMessage(CHAINCODE_HEADER_EXTENSION, extension).chaincodeId;
  if (!id || id.name === '' || id.path !== '' || id.version !== '')
    throw new CallError('invocation', 'header names no chaincode');
  return id.name;
}

/** Transient data would not be covered by the proposal hash, decorations come from nobody who signs. */
function argumentsOf(payload: Uint8Array, chaincode: string): readonly Uint8Array[] {
  const { input, transientMap } = readMessage(CHAINCODE_PROPOSAL_PAYLOAD, payload);
  if (transientMap.length > 0) throw new CallError('invocation', 'proposal carries transient data');
  const spec = readMessage(CHAINCODE_INVOCATION_SPEC, input).chaincodeSpec;
  const id = spec?.chaincodeId;
  if (!spec?.input || !id || id.path !== '' || id.version !== '' || spec.timeout !== 0)
    throw new CallError('invocation', 'invocation is not a plain one');
  if (id.name !== chaincode)
    throw new CallError('invocation', 'header and invocation name different chaincodes');
  if (spec.input.decorations.length > 0 || spec.input.isInit)
    throw new CallError('invocation', 'invocation is not a plain one');
  return spec.input.args;
}
