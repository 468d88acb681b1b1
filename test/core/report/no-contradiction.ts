import assert from 'node:assert/strict';
import type { VerificationReport } from '@chopmark/core/verify';

/** What a reader would call a contradiction, told apart from the program's own guard. */
export function assertNoContradiction({ verdict, steps, questions }: VerificationReport): void {
  for (const { question, outcome, code } of questions) {
    const own = steps.filter((step) => step.question === question);
    const results = own.map(({ result }) => result);
    if (outcome === 'pass') assert.ok(results.includes('agrees'), `${code}: no step agrees`);
    if (outcome !== 'fail') assert.ok(!results.includes('differs'), `${code}: a step differs`);
    if (outcome === 'fail') {
      assert.ok(
        own.some((step) => step.result === 'differs' && step.code === code),
        `${code}: no step differs`,
      );
      assert.equal(own.at(-1)?.code, code, `${code}: steps go on after it`);
    }
    if (outcome === 'unknown')
      assert.ok(
        own.some((step) => step.result === 'open' && step.code === code),
        code,
      );
  }
  const differing = steps.filter(({ result }) => result === 'differs');
  assert.equal(differing.length > 0, verdict.verdict === 'invalid');
  for (const { rows, result } of steps) {
    if (result === 'agrees') assert.ok(rows.every(({ agrees }) => agrees));
  }
}
