/** Runs one property; tells its watchdog about each input before it is judged. */
import { parentPort, workerData } from 'node:worker_threads';
import fc from 'fast-check';
import type { Watch } from './judged.js';
import { PROPERTIES, type PropertyName } from './properties.js';

export interface FuzzTask {
  readonly name: PropertyName;
  readonly seed: number;
  readonly runs: number;
}

export type FuzzReport =
  | { readonly type: 'input'; readonly input: string }
  /** `slowestMs` is processor time: the machine may be busy. */
  | { readonly type: 'done'; readonly slowestMs: number; readonly slowest: string }
  | { readonly type: 'failed'; readonly text: string };

const { name, seed, runs } = workerData as FuzzTask;
const say = (report: FuzzReport): void => parentPort?.postMessage(report);

let slowest = { input: '', ms: 0 };

const watch: Watch = async (input, judge) => {
  say({ type: 'input', input });
  const since = process.cpuUsage();
  const answer = await judge();
  const { user, system } = process.cpuUsage(since);
  const ms = (user + system) / 1000;
  if (ms > slowest.ms) slowest = { input, ms };
  return answer;
};

try {
  const property = await PROPERTIES[name](watch);
  await fc.assert(property as fc.IAsyncProperty<unknown>, { seed, numRuns: runs });
  say({ type: 'done', slowestMs: Math.round(slowest.ms), slowest: slowest.input });
} catch (error) {
  say({ type: 'failed', text: error instanceof Error ? error.message : String(error) });
}
