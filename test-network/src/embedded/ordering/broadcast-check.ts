/**
 * What an orderer checks before it takes an envelope (`orderer/common/{broadcast,msgprocessor}`): it knows who may send
 * and how much, never whether a transaction is valid, and never its time.
 */
import { common } from '@hyperledger/fabric-protos';
import { tryParse } from '../blocks/block.js';
import type { Channel } from '../channel.js';
import { IdentityError, isExpired, verifySignature, type Identity } from '../msp/membership.js';
import { transactionIdOf } from '../wire/transaction-id.js';

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
  const signatureHeader = parseHeaders(payloadBytes, name);
  const creator = signatureHeader.getCreator_asU8();
  const identity = identityOf(creator, (bytes) => config.memberships.identityOf(bytes));
  if (identity && isExpired(identity, now())) throw bad('broadcast client identity expired');
  const size = payloadBytes.length + envelope.getSignature_asU8().length;
  if (size > config.batchMaxBytes)
    throw bad(`message payload is ${size} bytes and exceeds maximum allowed ${config.batchMaxBytes} bytes`);
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

/** The signature header of a normal message for this channel. */
function parseHeaders(payloadBytes: Uint8Array, name: string): common.SignatureHeader {
  if (payloadBytes.length === 0) throw bad('could not determine channel ID: envelope payload is empty');
  const header = tryParse(() => common.Payload.deserializeBinary(payloadBytes).getHeader());
  const channelHeader =
    header && tryParse(() => common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8()));
  const signatureHeader =
    header && tryParse(() => common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8()));
  if (!channelHeader || !signatureHeader)
    throw bad('could not determine channel ID: the header cannot be read');
  if (channelHeader.getChannelId() !== name)
    throw new BroadcastRefused(Status.NOT_FOUND, `channel '${channelHeader.getChannelId()}' does not exist`);
  if (channelHeader.getType() === HeaderType.CONFIG_UPDATE) {
    throw new BroadcastRefused(
      Status.NOT_IMPLEMENTED,
      'configuration updates are not implemented by the embedded network',
    );
  }
  if (channelHeader.getType() === HeaderType.CONFIG)
    throw bad('message of type CONFIG cannot be processed directly');

  return signatureHeader;
}

function identityOf(creator: Uint8Array, read: (bytes: Uint8Array) => Identity): Identity | undefined {
  try {
    return read(creator);
  } catch (error) {
    if (error instanceof IdentityError) return undefined;
    throw error;
  }
}
