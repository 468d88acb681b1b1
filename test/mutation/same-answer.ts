/** Do two bundles get the same answer, and show the same values? */
import { isDeepStrictEqual } from 'node:util';
import { type Finding, parseBundle, shownValues, type Verdict } from '@chopmark/core/verify';

export interface Answered {
  readonly file: Uint8Array;
  readonly verdict: Verdict;
}

/**
 * In what a valid mutant may differ. `fewerSigners`: some of those who signed the golden bundle's statement are not told.
 * `lessEvidence`: questions that do not carry the verdict are answered with less, never otherwise.
 */
export type Leeway = 'fewerSigners' | 'lessEvidence';

/** @returns What is shown or decided otherwise than for the golden bundle, if anything. */
export function differenceOf(golden: Answered, other: Answered, leeway?: Leeway): string | undefined {
  const told = leeway === undefined ? (same: Verdict) => same : TOLD[leeway];
  if (!isDeepStrictEqual(told(other.verdict), told(golden.verdict))) return 'the verdict differs';
  if (!other.verdict.signers.every((mspId) => golden.verdict.signers.includes(mspId))) return 'others signed';
  if (leeway === 'lessEvidence' && !other.verdict.findings.every(isNoMoreThan(golden.verdict)))
    return 'another answer';
  return isDeepStrictEqual(shownIn(other.file), shownIn(golden.file)) ? undefined : 'other values are shown';
}

function shownIn(file: Uint8Array): unknown[] {
  return [...shownValues(parseBundle(file).document)];
}

const TOLD: Readonly<Record<Leeway, (verdict: Verdict) => unknown>> = {
  fewerSigners: (verdict) => ({
    ...verdict,
    signers: [],
    findings: verdict.findings.map((one) => (one.question === 'validity' ? { ...one, detail: '' } : one)),
  }),
  // findings are looked at one by one; notes say what is not known, which is more here
  lessEvidence: (verdict) => ({ ...verdict, findings: [], notes: [] }),
};

/** Of these alone a valid bundle may say less: the others carry the verdict. */
const BESIDE: readonly Finding['question'][] = ['transaction', 'ordering', 'time'];

/** The same answer; or none where there was one; or a later time, or the ledger's own, instead of a timestamp's. */
function isNoMoreThan({ findings }: Verdict): (other: Finding) => boolean {
  return (other) => {
    const one = findings.find(({ question }) => question === other.question);
    if (isDeepStrictEqual(one, other)) return true;
    if (!one || !BESIDE.includes(other.question)) return false;
    const isLess = one.outcome === 'pass' && (other.outcome === 'skipped' || other.outcome === 'unknown');
    return isLess || (one.code === 'TIME_STAMPED' && isLaterThan(one, other));
  };
}

function isLaterThan(one: Finding, other: Finding): boolean {
  if (other.code === 'TIME_ATTESTED') return one.detail.endsWith(`; ${other.detail}`);
  return other.code === 'TIME_STAMPED' && boundOf(other) >= boundOf(one);
}

/** Milliseconds since 1970 of the latest instant that the text of a stamped time means. */
function boundOf({ detail }: Finding): number {
  const [, instant = '', seconds = '0'] = /^existed by (\S+)(?: ± (\S+) s)? by /.exec(detail) ?? [];
  return Date.parse(instant) + Number(seconds) * 1000;
}
