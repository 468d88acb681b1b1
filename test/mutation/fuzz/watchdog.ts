/**
 * Hostile input is judged in a thread of its own with bounded memory: input that hangs the verifier or eats the machine
 * fails the test by name, instead of hanging it.
 *
 * @module
 */
import { Worker } from 'node:worker_threads';
import type { FuzzReport, FuzzTask } from './fuzz-worker.js';

/** What no input may take, however busy the machine, the start of the thread included: it judges the largest in under a second. */
const MAX_SILENCE_MS = 180_000;
const MAX_HEAP_MB = 768;

/** @throws {Error} Naming the input that failed, hung or burst. */
export function runWatched(task: FuzzTask): Promise<Extract<FuzzReport, { type: 'done' }>> {
  const worker = new Worker(new URL('fuzz-worker.mjs', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });
  let last = 'nothing yet';
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      settle();
      void worker.terminate();
    };
    const fail = (why: string): void => {
      end(() => reject(new Error(`${task.name}, seed ${task.seed}: ${why}; last input: ${last}`)));
    };
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => fail(`no answer within ${MAX_SILENCE_MS} ms`), MAX_SILENCE_MS);
    };
    worker.on('message', (report: FuzzReport) => {
      wait();
      if (report.type === 'input') last = report.input;
      else if (report.type === 'done') end(() => resolve(report));
      else fail(report.text);
    });
    worker.on('error', (error) => fail(error.message));
    worker.on('exit', (code) => fail(`the thread ended with ${code}`));
    wait();
  });
}
