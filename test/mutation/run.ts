/**
 * The whole run: `npm run mutate`. Judges every mutant of every golden bundle, and a sample of those of large anchors, in
 * worker threads; shows progress, prints a table for each bundle, and ends with 1 when a mutant escaped.
 *
 *   npm run mutate                            everything
 *   npm run mutate -- kit/bundle --workers 4  some of it
 *   npm run mutate -- full/bundle --changes all --no-memo
 *   npm run mutate -- --sample 2000 --seed 7  so many of each bundle, by seed
 *
 * @module
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { EQUIVALENTS } from './equivalents.js';
import { type Golden, goldens } from './golden.js';
import { LARGE, largeGolden, nameOfLarge } from './large-golden.js';
import { MutantSpace, THOROUGHNESS, type Thoroughness } from './mutants.js';
import { numbersOf } from './sample.js';
import { type Total, addTo, emptyTotal, printTotal } from './totals.js';
import type { Report, Task } from './worker.js';

const { values, positionals } = parseArgs({
  options: {
    workers: { type: 'string', default: String(availableParallelism()) },
    changes: { type: 'string' },
    'no-memo': { type: 'boolean', default: false },
    sample: { type: 'string' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
  allowPositionals: true,
});
const workers = Number(values.workers);
const sample = { count: Number(values.sample ?? 4000), seed: Number(values.seed) };
const changes = THOROUGHNESS.find((one) => one === values.changes);
const names = [...goldens().map(({ name }) => name), ...LARGE.map(nameOfLarge)];
const areNumbers = [workers, sample.count, sample.seed].every((one) => Number.isSafeInteger(one) && one > 0);
if (
  !areNumbers ||
  (values.changes !== undefined && !changes) ||
  positionals.some((one) => !names.includes(one))
) {
  process.stderr.write(
    `There are: ${names.join(', ')}; --workers, --sample and --seed 1 or more; --changes ${THOROUGHNESS.join(', ')}.\n`,
  );
  process.exit(2);
}

const isChosen = (name: string): boolean => positionals.length === 0 || positionals.includes(name);

async function* chosen(): AsyncGenerator<Golden> {
  for (const golden of goldens())
    if (isChosen(golden.name)) yield values.sample === undefined ? golden : { ...golden, sample };
  for (const entries of LARGE) if (isChosen(nameOfLarge(entries))) yield await largeGolden(entries, sample);
}

/** On a terminal as it goes, elsewhere a line for each tenth. */
function teller(name: string, total: number): (numbers: number) => void {
  const began = performance.now();
  let done = 0;
  let told = 0;
  return (numbers) => {
    done += numbers;
    const seconds = (performance.now() - began) / 1000;
    const line = `${name}: ${done} of ${total} numbers, ${Math.round((seconds / done) * (total - done))} s left`;
    if (process.stderr.isTTY) process.stderr.write(`\r${line}   `);
    else if (done - told >= total / 10) process.stderr.write(`${line}\n`);
    if (done - told >= total / 10) told = done;
  };
}

function runWorker(task: Task, tell: (numbers: number) => void, total: Total): Promise<void> {
  const worker = new Worker(new URL('worker.mjs', import.meta.url), { workerData: task });
  worker.on('message', (report: Report) => {
    if (report.type === 'progress') tell(report.numbers);
    else addTo(total, report);
  });
  return new Promise((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`a worker ended with ${code}`));
    });
  });
}

async function judged(golden: Golden): Promise<Total> {
  const total = emptyTotal();
  const { size } = new MutantSpace(golden.bundle, golden);
  const tell = teller(golden.name, [...numbersOf(size, golden.sample)].length);
  const began = performance.now();
  const before = process.cpuUsage();
  const runs = Array.from({ length: workers }, (_, first) =>
    runWorker({ golden, first, step: workers, memo: !values['no-memo'] }, tell, total),
  );
  await Promise.all(runs);
  const { user, system } = process.cpuUsage(before);
  if (process.stderr.isTTY) process.stderr.write('\n');
  return {
    ...total,
    seconds: (performance.now() - began) / 1000,
    processorSeconds: (user + system) / 1e6,
    of: golden.sample && { numbers: size, seed: golden.sample.seed },
  };
}

const sum = { mutants: 0, escaped: 0, seconds: 0, processorSeconds: 0 };
const excused = new Set<number>();
for await (const golden of chosen()) {
  const asked: Thoroughness | undefined = changes;
  const total = await judged(asked ? { ...golden, changes: asked } : golden);
  const mutants = printTotal(golden, total);
  for (const row of total.excused) excused.add(row);
  sum.mutants += mutants;
  sum.escaped += total.escapes.length;
  sum.seconds += total.seconds;
  sum.processorSeconds += total.processorSeconds;
}
const idle = positionals.length === 0 ? EQUIVALENTS.filter((_, row) => !excused.has(row)) : [];
for (const { place, change } of idle) console.log(`excuses nothing: ${String(place)} ${String(change)}`);
console.log(
  `\n${sum.mutants} mutants judged in ${sum.seconds.toFixed(0)} s by ${workers} worker(s), processor time ${sum.processorSeconds.toFixed(0)} s: ${sum.escaped} escaped`,
);
process.exitCode = sum.escaped + idle.length > 0 ? 1 : 0;
