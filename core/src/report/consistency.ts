/**
 * Steps and verdict must say the same. The verdict is the one verifier's; when a step disagrees with it, one of the two
 * is wrong, and no report leaves the house.
 *
 * @module
 */
import type { Finding } from '../verdict/verdict.js';
import type { PlacedStep } from './section.js';

/** A fault of this program, never of the file that is judged. */
export class ReportContradictionError extends Error {
  override readonly name = 'ReportContradictionError';
}

/** @throws {ReportContradictionError} */
export function assertConsistent(finding: Finding, steps: readonly PlacedStep[]): void {
  const { question, outcome, code } = finding;
  const results = steps.map(({ result }) => result);
  const hangs = (result: PlacedStep['result']): boolean =>
    steps.some((step) => step.result === result && step.code === code);
  const holds = {
    pass: results.includes('agrees') && !results.includes('differs') && !results.includes('open'),
    fail: hangs('differs') && !results.includes('open'),
    unknown: hangs('open') && !results.includes('differs'),
    skipped: !results.includes('differs') && !results.includes('open'),
  }[outcome];
  if (!holds) {
    throw new ReportContradictionError(
      `verdict says ${code} to ${question}, the steps ${results.join(', ')}`,
    );
  }
}
