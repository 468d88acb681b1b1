/**
 * The whole run: `npm run mutate`. Judges every mutant of every golden bundle in worker threads, shows progress, prints a
 * table, and ends with 1 when one escaped.
 *
 *   npm run mutate                            everything
 *   npm run mutate -- kit/bundle --workers 4  some of it
 *
 * @module
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { EQUIVALENTS } from './equivalents.js';
import { goldens } from './golden.js';
import type { Escape } from './judge.js';
import { MutantSpace } from './mutants.js';
import type { Report, Task } from './worker.js';

const SHOWN_ESCAPES = 20;
const COLUMNS = ['level', 'part', 'verdict', 'decided by', 'mutants'] as const;

const { values, positionals } = parseArgs({
  options: { workers: { type: 'string', default: String(availableParallelism()) } },
  allowPositionals: true,
});
const chosen = goldens().filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const workers = Number(values.workers);
if (chosen.length === 0 || !Number.isSafeInteger(workers) || workers < 1) {
  process.stderr.write(
    `There are: ${goldens()
      .map(({ name }) => name)
      .join(', ')}; --workers 1 or more.\n`,
  );
  process.exit(2);
}

const total = chosen.reduce((sum, { bundle }) => sum + new MutantSpace(bundle).size, 0);
const tallies = new Map<string, Map<string, number>>();
const escapes: Escape[] = [];
const excused = new Set<number>();
let done = 0;
let told = 0;
const began = performance.now();

function take(report: Report): void {
  if (report.type === 'progress') {
    done += report.numbers;
    tellProgress();
    return;
  }
  const tally = tallies.get(report.name) ?? new Map<string, number>();
  for (const [row, count] of report.tally) tally.set(row, (tally.get(row) ?? 0) + count);
  tallies.set(report.name, tally);
  escapes.push(...report.escapes);
  for (const row of report.excused) excused.add(row);
}

/** On a terminal as it goes, elsewhere a line for each twentieth. */
function tellProgress(): void {
  const seconds = (performance.now() - began) / 1000;
  const line = `${done} of ${total} numbers, ${Math.round((seconds / done) * (total - done))} s left`;
  if (process.stderr.isTTY) process.stderr.write(`\r${line}   `);
  else if (done - told >= total / 20) process.stderr.write(`${line}\n`);
  if (done - told >= total / 20) told = done;
}

function runWorker(first: number): Promise<void> {
  const task: Task = { names: chosen.map(({ name }) => name), first, step: workers };
  const worker = new Worker(new URL('worker.mjs', import.meta.url), { workerData: task });
  worker.on('message', take);
  return new Promise((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`a worker ended with ${code}`));
    });
  });
}

await Promise.all(Array.from({ length: workers }, (_, first) => runWorker(first)));

if (process.stderr.isTTY) process.stderr.write('\n');
let judged = 0;
for (const { name, bundle } of chosen) {
  const rows = [...(tallies.get(name) ?? [])]
    .map(([row, count]) => [...row.split('\t'), String(count)])
    .sort();
  const mutants = rows.reduce((sum, row) => sum + Number(row.at(-1)), 0);
  judged += mutants;
  console.log(`\n${name}: ${bundle.length} bytes, ${mutants} mutants`);
  console.table(rows.map((row) => Object.fromEntries(COLUMNS.map((column, at) => [column, row[at]]))));
}
const idle = positionals.length === 0 ? EQUIVALENTS.filter((_, row) => !excused.has(row)) : [];
for (const { place, change } of idle) console.log(`excuses nothing: ${String(place)} ${String(change)}`);
for (const escape of escapes.slice(0, SHOWN_ESCAPES)) console.log(JSON.stringify(escape));
const seconds = ((performance.now() - began) / 1000).toFixed(0);
console.log(`\n${judged} mutants judged in ${seconds} s by ${workers} worker(s): ${escapes.length} escaped`);
process.exitCode = escapes.length + idle.length > 0 ? 1 : 0;
