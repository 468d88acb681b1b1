/** Do two bundles get the same answer, and show the same values? */
import { isDeepStrictEqual } from 'node:util';
import { parseBundle, shownValues, type Verdict } from '@chopmark/core/verify';

export interface Answered {
  readonly file: Uint8Array;
  readonly verdict: Verdict;
}

/**
 * @param fewerSigners Told when some of the golden bundle's signers may be missing: a statement that more organizations
 *   signed than are needed is as good without one of them.
 * @returns What is shown or decided otherwise than for the golden bundle, if anything.
 */
export function differenceOf(golden: Answered, other: Answered, fewerSigners = false): string | undefined {
  const told = fewerSigners ? withoutSigners : (same: Verdict) => same;
  if (!isDeepStrictEqual(told(other.verdict), told(golden.verdict))) return 'the verdict differs';
  if (!other.verdict.signers.every((mspId) => golden.verdict.signers.includes(mspId))) return 'others signed';
  return isDeepStrictEqual(shownIn(other.file), shownIn(golden.file)) ? undefined : 'other values are shown';
}

function shownIn(file: Uint8Array): unknown[] {
  return [...shownValues(parseBundle(file).document)];
}

function withoutSigners(verdict: Verdict): unknown {
  const findings = verdict.findings.map((one) =>
    one.question === 'validity' ? { ...one, detail: '' } : one,
  );
  return { ...verdict, signers: [], findings };
}
