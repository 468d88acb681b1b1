/**
 * What spans cost where nobody listens: a piece of work awaited as it is, and the same within a span, in one process
 * without an SDK.
 */
import { join } from 'node:path';
import { ROOT } from '../bootstrap.mjs';
import { quantile, report } from './report.mjs';

const CALLS = 200_000;
const ROUNDS = 15;

export async function benchTracing() {
  const { ATTRIBUTE, inSpan, isTraced } = await import(join(ROOT, 'gateway', 'dist', 'tracing', 'spans.js'));
  if (isTraced()) throw new Error('an SDK is loaded: this measures what it costs without one');
  let done = 0;
  const work = () => Promise.resolve((done += 1));
  const traced = () =>
    inSpan('accept', (span) => {
      span?.setAttribute(ATTRIBUTE.outcome, 'accepted');
      return work();
    });
  const plain = [];
  const spanned = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    plain.push(await nanoseconds(work));
    spanned.push(await nanoseconds(traced));
  }
  const [bare, within] = [quantile(plain, 0.5), quantile(spanned, 0.5)];
  report(
    'a span without an SDK, of each call',
    `${(within - bare).toFixed(0)} ns`,
    `${bare.toFixed(0)} ns without it, ${within.toFixed(0)} ns with it (p50 of ${ROUNDS} rounds of ${CALLS} calls)`,
  );
  if (done !== 2 * ROUNDS * CALLS) throw new Error('some work was not done');
}

async function nanoseconds(call) {
  const began = process.hrtime.bigint();
  for (let at = 0; at < CALLS; at += 1) await call();
  return Number(process.hrtime.bigint() - began) / CALLS;
}
