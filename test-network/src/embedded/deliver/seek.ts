/** One request of a deliver stream: who may read, from where to where (`common/deliver/deliver.go`, fabric.md section 4.9). */
import { common, orderer } from '@hyperledger/fabric-protos';
import { blocksFrom } from '../block-stream.js';
import { tryParse, type Block } from '../blocks/block.js';
import type { Channel } from '../channel.js';
import { TIME_WINDOW_MS, timeOf } from '../endorser/proposal-check.js';
import { IdentityError, isExpired, verifySignature, type Identity } from '../msp/membership.js';
import { READERS } from '../gateway/signed-request.js';

const { Status } = common;
const { SeekBehavior } = orderer.SeekInfo;

export type SeekRange = {
  readonly start: number;
  /** Last block to send; may lie far in the future. */
  readonly stop: number;
  readonly failIfNotReady: boolean;
  readonly headersOnly: boolean;
  readonly reader: Identity;
};

/** A status instead of blocks; any but SUCCESS ends the stream. */
export class SeekRefused extends Error {
  override readonly name = 'SeekRefused';

  constructor(readonly status: common.StatusMap[keyof common.StatusMap]) {
    super(`status ${status}`);
  }
}

/** @throws {SeekRefused} */
export function parseSeek(envelope: common.Envelope, channel: Channel): SeekRange {
  const bad = (): SeekRefused => new SeekRefused(Status.BAD_REQUEST);
  const payload = tryParse(() => common.Payload.deserializeBinary(envelope.getPayload_asU8()));
  const header = payload?.getHeader();
  const channelHeader =
    header && tryParse(() => common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8()));
  const signatureHeader =
    header && tryParse(() => common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8()));
  if (!payload || !channelHeader?.hasTimestamp() || !signatureHeader) throw bad();
  if (Math.abs(timeOf(channelHeader).getTime() - channel.now().getTime()) > TIME_WINDOW_MS) throw bad();
  // A binding to a TLS certificate counts where clients must show one; here, as at our real peers, they need not.
  if (channelHeader.getChannelId() !== channel.name) throw new SeekRefused(Status.NOT_FOUND);
  const seek = tryParse(() => orderer.SeekInfo.deserializeBinary(payload.getData_asU8()));
  if (!seek) throw bad();
  const reader = requireReader(envelope, signatureHeader, channel);
  const [start, stop] = [seek.getStart(), seek.getStop()];
  if (!start || !stop) throw bad();
  return { ...rangeOf(start, stop, channel.ledger.height), ...optionsOf(seek), reader };
}

function optionsOf(seek: orderer.SeekInfo): { failIfNotReady: boolean; headersOnly: boolean } {
  return {
    failIfNotReady: seek.getBehavior() === SeekBehavior.FAIL_IF_NOT_READY,
    headersOnly: seek.getContentType() === orderer.SeekInfo.SeekContentType.HEADER_WITH_SIG,
  };
}

function requireReader(
  envelope: common.Envelope,
  signatureHeader: common.SignatureHeader,
  channel: Channel,
): Identity {
  try {
    const reader = channel.config.memberships.identityOf(signatureHeader.getCreator_asU8());
    const isAuthentic = verifySignature(reader, envelope.getPayload_asU8(), envelope.getSignature_asU8());
    if (isAuthentic && mayRead(reader, channel)) return reader;
  } catch (error) {
    if (!(error instanceof IdentityError)) throw error;
  }
  throw new SeekRefused(Status.FORBIDDEN);
}

function mayRead(reader: Identity, { config, now }: Channel): boolean {
  return (
    config.memberships.isValid(reader) && !isExpired(reader, now()) && config.satisfies(READERS, [reader])
  );
}

function rangeOf(
  start: orderer.SeekPosition,
  stop: orderer.SeekPosition,
  height: number,
): { start: number; stop: number } {
  const first = startOf(start, height);
  if (first > height) throw new SeekRefused(Status.NOT_FOUND);
  const { TypeCase } = orderer.SeekPosition;
  switch (stop.getTypeCase()) {
    case TypeCase.OLDEST:
      return { start: first, stop: first };
    case TypeCase.NEWEST:
      return { start: first, stop: start.hasNewest() ? first : height - 1 };
    case TypeCase.SPECIFIED: {
      const last = stop.getSpecified()?.getNumber() ?? 0;
      if (last < first) throw new SeekRefused(Status.BAD_REQUEST);
      return { start: first, stop: last };
    }
    default:
      // As in Fabric, where the stop number then stays zero and no block ever ends the stream.
      return { start: first, stop: first === 0 ? 0 : Number.POSITIVE_INFINITY };
  }
}

function startOf(position: orderer.SeekPosition, height: number): number {
  const { TypeCase } = orderer.SeekPosition;
  switch (position.getTypeCase()) {
    case TypeCase.OLDEST:
      return 0;
    case TypeCase.NEWEST:
      return height - 1;
    case TypeCase.NEXT_COMMIT:
      return height;
    case TypeCase.SPECIFIED:
      return position.getSpecified()?.getNumber() ?? 0;
    default:
      throw new SeekRefused(Status.NOT_FOUND);
  }
}

/**
 * The blocks of the range, those to come included; ends after the last.
 *
 * @throws {SeekRefused} When a block is asked for that is not there yet, or the reader's right has ended.
 */
export async function* blocksOf(
  range: SeekRange,
  channel: Channel,
  gone: AbortSignal,
): AsyncGenerator<Block> {
  const assertReady = (number: number): void => {
    if (range.failIfNotReady && number >= channel.ledger.height) throw new SeekRefused(Status.NOT_FOUND);
  };
  assertReady(range.start);
  for await (const block of blocksFrom(range.start, channel.ledger, gone)) {
    if (!mayRead(range.reader, channel)) throw new SeekRefused(Status.FORBIDDEN);
    yield block;
    if (block.number === range.stop) return;
    assertReady(block.number + 1);
  }
}
