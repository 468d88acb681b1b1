/**
 * Judges the timestamps that come with a bundle, from the newest to the oldest: what a later one holds, it holds as it
 * was then (RFC 4998, section 5.3).
 *
 * @module
 */
import { evidenceBytes } from '../bundle/evidence-bytes.js';
import type { BundleParts, BundleTimestamp } from '../bundle/parts.js';
import { orUnreadable } from '../bundle/read-members.js';
import { fromBase64 } from '../encoding/base64.js';
import type { TimestampFault } from '../timestamp/timestamp-error.js';
import type {
  TimestampAnswer,
  TimestampAuthority,
  Timestamps,
  VerifiedTimestamp,
} from '../timestamp/timestamps-port.js';
import { TrustError } from '../trust/trust-error.js';
import type { FindingCode } from './finding-codes.js';
import { type Finding, finding } from './verdict.js';

export type Over = BundleTimestamp['over'];

/** One token: what it says, or why it says nothing. */
export type JudgedTimestamp =
  | {
      readonly over: Over;
      readonly stamp: VerifiedTimestamp;
      /** By when a later token holds it, in milliseconds since 1970. */
      readonly coveredAt: number | undefined;
      readonly finding?: undefined;
    }
  /** `over` is undefined when there is no token to look at. */
  | { readonly over: Over | undefined; readonly stamp?: undefined; readonly finding: Finding };

/** What the tokens of a bundle may be over, as far as it is at hand. */
export interface Stamped {
  /** The 32 bytes of the recorded batch root. */
  readonly root: Uint8Array | undefined;
  /** DER of the block's header. */
  readonly header: Uint8Array | undefined;
  /** Undefined when a part that the bundle names is missing. */
  readonly parts: BundleParts | undefined;
}

/** Clocks of honest authorities lie closer together. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * @param timestamps In the order of the bundle.
 * @throws {BundleError} `BUNDLE_UNREADABLE` for a token that is not base64.
 * @throws {TrustError} When an authority of the profile cannot be used.
 */
export async function judgeTimestamps(
  timestamps: readonly BundleTimestamp[],
  stamped: Stamped,
  authorities: readonly TimestampAuthority[],
  port: Timestamps,
): Promise<readonly JudgedTimestamp[]> {
  const judged: JudgedTimestamp[] = [];
  let coveredAt: number | undefined;
  for (const [at, { over, token: text }] of [...timestamps.entries()].reverse()) {
    const token = orUnreadable(() => fromBase64(text));
    const message = messageOf(over, stamped, timestamps.slice(0, at));
    const answer = message
      ? judgedAs(over, await port.verify(token, message, authorities, coveredAt), coveredAt)
      : { over, finding: finding('TIMESTAMP_NOT_BOUND', `over ${NAMES[over]}, which is not in the bundle`) };
    judged.unshift(answer);
    if (answer.stamp && over === 'evidence')
      coveredAt = Math.min(coveredAt ?? Infinity, latestOf(answer.stamp));
  }
  return judged.map((one, at) => assertAfter(one, judged.slice(0, at)));
}

export const NAMES: Readonly<Record<Over, string>> = {
  root: 'the batch root',
  header: 'the block header',
  evidence: 'the evidence',
};

/** The latest instant that a token may mean. */
export function latestOf({ genTime, accuracyMs }: VerifiedTimestamp): number {
  return genTime + accuracyMs;
}

function messageOf(
  over: Over,
  { root, header, parts }: Stamped,
  before: readonly BundleTimestamp[],
): (() => Uint8Array) | undefined {
  if (over === 'evidence') return parts && (() => evidenceBytes(parts, before));
  const bytes = over === 'root' ? root : header;
  return bytes && (() => bytes);
}

function judgedAs(over: Over, answer: TimestampAnswer, coveredAt: number | undefined): JudgedTimestamp {
  if (answer.verified) return { over, stamp: answer.stamp, coveredAt };
  const { code, detail } = answer;
  if (code === 'AUTHORITY_UNREADABLE') throw new TrustError('PROFILE_UNREADABLE', detail);
  if (code === 'AUTHORITY_REVOCATION_LIST_INVALID')
    throw new TrustError('PROFILE_REVOCATION_LIST_INVALID', detail);
  return {
    over,
    finding: finding(FINDINGS[code] ?? 'TIMESTAMP_INVALID', `over ${NAMES[over]}: ${code}: ${detail}`),
  };
}

/** Everything else is a token that contradicts itself. */
const FINDINGS: Readonly<Partial<Record<TimestampFault, FindingCode>>> = {
  TIMESTAMP_IMPRINT_MISMATCH: 'TIMESTAMP_FOREIGN',
  TIMESTAMP_AUTHORITY_UNKNOWN: 'TIMESTAMP_AUTHORITY_UNKNOWN',
  TIMESTAMP_AUTHORITY_REVOKED: 'TIMESTAMP_AUTHORITY_REVOKED',
  TIMESTAMP_ALGORITHM_REFUSED: 'TIMESTAMP_ALGORITHM_UNKNOWN',
};

/** A token over others that is dated before one of them was not made when it says. */
function assertAfter(one: JudgedTimestamp, before: readonly JudgedTimestamp[]): JudgedTimestamp {
  if (!one.stamp || one.over !== 'evidence') return one;
  const latest = latestOf(one.stamp) + CLOCK_TOLERANCE_MS;
  const isEarlier = before.some(({ stamp }) => stamp && latest < stamp.genTime - stamp.accuracyMs);
  if (!isEarlier) return one;
  return {
    over: one.over,
    finding: finding('TIMESTAMP_INVALID', 'dated before a timestamp that it is over'),
  };
}
