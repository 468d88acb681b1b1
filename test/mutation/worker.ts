/** Judges every n-th mutant of a golden bundle; `run.ts` starts it. */
import { parentPort, workerData } from 'node:worker_threads';
import { type SentGolden, received } from './golden.js';
import { MutationJudge, type Escape } from './judge.js';
import { numbersOf } from './sample.js';

export interface Task {
  readonly golden: SentGolden;
  /** This worker's places in the list of numbers are first, first + step, … */
  readonly first: number;
  readonly step: number;
  readonly memo: boolean;
}

/** Sent now and then, and at the end with everything found. */
export type Report =
  | { readonly type: 'progress'; readonly numbers: number }
  | {
      readonly type: 'done';
      readonly tally: readonly (readonly [row: string, count: number])[];
      readonly escapes: readonly Escape[];
      readonly excused: readonly number[];
    };

const PROGRESS_EVERY = 1000;

const { golden: sent, first, step, memo } = workerData as Task;
const golden = received(sent);
const say = (report: Report): void => parentPort?.postMessage(report);

const judge = new MutationJudge(golden, { memo });
await judge.begin();
let place = 0;
let numbers = 0;
for (const number of numbersOf(judge.space.size, golden.sample)) {
  const isMine = place % step === first;
  place += 1;
  if (!isMine) continue;
  await judge.judge(number);
  numbers += 1;
  if (numbers % PROGRESS_EVERY === 0) say({ type: 'progress', numbers: PROGRESS_EVERY });
}
say({ type: 'progress', numbers: numbers % PROGRESS_EVERY });
const { tally, escapes, excused } = judge;
say({ type: 'done', tally: [...tally], escapes, excused: [...excused] });
