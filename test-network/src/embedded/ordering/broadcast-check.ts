/**
 * What an orderer checks before it takes an envelope (`orderer/common/{broadcast,msgprocessor}`): it knows who may send
 * and how much, never whether a transaction is valid, and never its time.
 */
import { common } from '@hyperledger/fabric-protos';
import { tryParse } from '../blocks/block.js';
import type { Channel } from '../channel.js';
import { parseChannelHeader } from '../endorser/proposal.js';
import { IdentityError, expiryOf, verifySignature, type Identity } from '../msp/membership.js';
import { transactionIdOf } from '../wire/transaction-id.js';
import { UNREADABLE, unmarshal } from '../wire/unmarshal.js';

const { Status, HeaderType } = common;
const WRITERS = '/Channel/Writers';

export type BroadcastStatus = number;

/** An orderer's answer other than SUCCESS. */
export class BroadcastRefused extends Error {
  override readonly name = 'BroadcastRefused';

  constructor(
    readonly status: BroadcastStatus,
    readonly info: string,
  ) {
    super(`status=${statusName(status)}, info=${info}`);
  }
}

export function statusName(status: BroadcastStatus): string {
  return Object.entries(Status).find(([, value]) => value === status)?.[0] ?? String(status);
}

/**
 * @returns What orderers know the request by: creator and nonce.
 * @throws {BroadcastRefused}
 */
export function assertBroadcastable(envelope: common.Envelope, { name, config, now }: Channel): string {
  const payloadBytes = envelope.getPayload_asU8();
  const header = requireHeader(payloadBytes);
  assertNormal(requireChannelHeader(header), name);
  const size = payloadBytes.length + envelope.getSignature_asU8().length;
  if (size > config.batchMaxBytes)
    throw bad(`message payload is ${size} bytes and exceeds maximum allowed ${config.batchMaxBytes} bytes`);
  const signatureHeader = tryParse(() =>
    common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8()),
  );
  if (!signatureHeader) {
    throw bad(
      `could not convert message to signedData: GetSignatureHeaderFromBytes failed, err ${UNREADABLE}`,
    );
  }
  const creator = signatureHeader.getCreator_asU8();
  const expiry = expiryOf(creator);
  if (expiry && expiry.getTime() <= now().getTime()) throw bad('broadcast client identity expired');
  const identity = identityOf(creator, (bytes) => config.memberships.identityOf(bytes));
  const isSigned =
    identity !== undefined &&
    config.memberships.isValid(identity) &&
    verifySignature(identity, payloadBytes, envelope.getSignature_asU8());
  if (!isSigned || !config.satisfies(WRITERS, [identity])) {
    throw new BroadcastRefused(
      Status.FORBIDDEN,
      "implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' sub-policies to be satisfied: permission denied",
    );
  }
  return transactionIdOf(signatureHeader.getNonce_asU8(), creator);
}

function bad(info: string): BroadcastRefused {
  return new BroadcastRefused(Status.BAD_REQUEST, info);
}

function requireHeader(payloadBytes: Uint8Array): common.Header {
  const unknown = 'could not determine channel ID';
  let header: common.Header | undefined;
  try {
    header = unmarshal('Payload', () => common.Payload.deserializeBinary(payloadBytes)).getHeader();
  } catch (cause) {
    throw bad(`${unknown}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  if (!header) throw bad(`${unknown}: header not set`);
  if (header.getChannelHeader_asU8().length === 0) throw bad(`${unknown}: channel header not set`);
  return header;
}

function requireChannelHeader(header: common.Header): common.ChannelHeader {
  try {
    return parseChannelHeader(header);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw bad(`could not determine channel ID: error unmarshalling channel header: ${reason}`);
  }
}

/** A normal message for this channel: configurations go other ways, or nowhere. */
function assertNormal(channelHeader: common.ChannelHeader, name: string): void {
  if (channelHeader.getChannelId() !== name) throw bad('channel does not exist');
  switch (channelHeader.getType()) {
    case HeaderType.CONFIG_UPDATE:
      throw new BroadcastRefused(
        Status.NOT_IMPLEMENTED,
        'configuration updates are not implemented by the embedded network',
      );
    case HeaderType.CONFIG:
      throw bad('message is of type that cannot be processed directly');
    case HeaderType.ORDERER_TRANSACTION:
      throw bad('message is of type that is no longer supported');
    default:
  }
}

function identityOf(creator: Uint8Array, read: (bytes: Uint8Array) => Identity): Identity | undefined {
  try {
    return read(creator);
  } catch (error) {
    if (error instanceof IdentityError) return undefined;
    throw error;
  }
}
