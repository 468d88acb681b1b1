/** Since when is the document on record at the latest, and by whose word? */
import type { Statement } from '../fabric-proof/statement.js';
import { type JudgedTimestamp, NAMES, type Over, latestOf } from './judge-timestamps.js';
import { type Finding, type Note, finding } from './verdict.js';

/** How far an instant may seem to come from the future before somebody's clock is plainly wrong. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * By the ledger's own clock.
 *
 * @param believed The statement, once its signers count and it speaks of this document; undefined otherwise.
 */
export function attestedTime(believed: Statement | undefined, now: Date): Finding {
  if (!believed) return finding('TIME_NOT_CHECKED', 'no believed statement about this document');
  const { clock } = believed.answer;
  return isAhead(Date.parse(clock), now)
    ? finding('TIME_AHEAD', `ledger clock ${clock} is ahead of this computer's`)
    : finding('TIME_ATTESTED', `recorded at the latest by ${clock}`);
}

/**
 * By everybody who says a time. A timestamp bounds when the document existed; it says nothing about whether it is in
 * force.
 *
 * @param attested Answer of `attestedTime`.
 * @param isBound Whether the bundle leads from what such a token is over to this document.
 */
export function judgeTime(
  attested: Finding,
  timestamps: readonly JudgedTimestamp[],
  isBound: (over: Over) => boolean,
  now: Date,
): Finding {
  const refused = timestamps.find((one) => one.finding?.outcome === 'fail')?.finding;
  if (refused) return refused;
  const holding = timestamps
    .filter((one) => one.stamp !== undefined)
    .filter(({ over }) => isBound(over))
    .sort((a, b) => boundOf(a) - boundOf(b));
  const best = holding.find((one) => !isAhead(boundOf(one), now));
  if (best) {
    const ledger = attested.outcome === 'pass' ? `; ${attested.detail}` : '';
    return finding('TIME_STAMPED', `existed by ${textOf(best)}${ledger}`);
  }
  if (attested.outcome !== 'skipped') return attested;
  const [ahead] = holding;
  if (ahead) return finding('TIME_AHEAD', `${textOf(ahead)} is ahead of this computer's clock`);
  return timestamps.map(openFinding).find((one) => one !== undefined) ?? attested;
}

/** Remarks on tokens that answered nothing, and on those that have aged. */
export function timestampNotes(
  timestamps: readonly JudgedTimestamp[],
  isBound: (over: Over) => boolean,
  time: Finding,
  now: Date,
): Note[] {
  return timestamps.flatMap((one): Note[] => {
    if (!one.stamp || !isBound(one.over)) {
      const open = openFinding(one);
      return open && open.detail !== time.detail
        ? [{ code: 'TIMESTAMP_NOT_COUNTED', detail: `${open.code}: ${open.detail}` }]
        : [];
    }
    const { validUntil, authority } = one.stamp;
    if (validUntil >= (one.coveredAt ?? now.getTime())) return [];
    const covered =
      one.coveredAt === undefined ? 'no later timestamp covers it' : 'a later timestamp came too late';
    const expired = `a certificate of ${authority} expired at ${isoOf(validUntil)}`;
    return [{ code: 'TIMESTAMP_AGED', detail: `over ${NAMES[one.over]}: ${expired}, ${covered}` }];
  });
}

/** Why a token answers nothing; undefined for one that fails, which is said anyway. */
function openFinding({ over, stamp, finding: own }: JudgedTimestamp): Finding | undefined {
  if (stamp)
    return finding('TIMESTAMP_NOT_BOUND', `over ${NAMES[over]}, which does not lead to this document`);
  return own.outcome === 'unknown' ? own : undefined;
}

type HoldingTimestamp = Extract<JudgedTimestamp, { finding?: undefined }>;

function boundOf({ stamp }: HoldingTimestamp): number {
  return latestOf(stamp);
}

function textOf({ over, stamp }: HoldingTimestamp): string {
  const accuracy = stamp.accuracyMs > 0 ? ` ± ${stamp.accuracyMs / 1000} s` : '';
  return `${isoOf(stamp.genTime)}${accuracy} by ${stamp.authority}, over ${NAMES[over]}`;
}

function isoOf(instant: number): string {
  return new Date(instant).toISOString();
}

function isAhead(instant: number, now: Date): boolean {
  return !(instant - now.getTime() <= CLOCK_TOLERANCE_MS); // of a clock that tells no time everything is ahead
}
