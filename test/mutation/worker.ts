/** Judges every n-th mutant of each golden bundle it is told; `run.ts` starts it. */
import { parentPort, workerData } from 'node:worker_threads';
import { goldens } from './golden.js';
import { MutationJudge, type Escape } from './judge.js';

export interface Task {
  readonly names: readonly string[];
  /** This worker's numbers are first, first + step, … */
  readonly first: number;
  readonly step: number;
}

/** Sent now and then, and at the end with everything found. */
export type Report =
  | { readonly type: 'progress'; readonly numbers: number }
  | {
      readonly type: 'golden';
      readonly name: string;
      readonly tally: readonly (readonly [row: string, count: number])[];
      readonly escapes: readonly Escape[];
      readonly excused: readonly number[];
    };

const PROGRESS_EVERY = 1000;

const { names, first, step } = workerData as Task;
const say = (report: Report): void => parentPort?.postMessage(report);

for (const golden of goldens().filter(({ name }) => names.includes(name))) {
  const judge = new MutationJudge(golden);
  await judge.begin();
  let numbers = 0;
  for (let index = first; index < judge.space.size; index += step) {
    await judge.judge(index);
    numbers += 1;
    if (numbers % PROGRESS_EVERY === 0) say({ type: 'progress', numbers: PROGRESS_EVERY });
  }
  say({ type: 'progress', numbers: numbers % PROGRESS_EVERY });
  const { tally, escapes, excused } = judge;
  say({ type: 'golden', name: golden.name, tally: [...tally], escapes, excused: [...excused] });
}
