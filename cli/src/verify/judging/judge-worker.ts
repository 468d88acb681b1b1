/** The thread's side of judge-thread.ts: judges, and asks for parts of evidence that bundles name by their hash. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Answer, FileJudge, type JudgeSettings } from './judge-file.js';

/** Files to be judged; each has its own answer in `FromThread`. */
export interface JudgeJob {
  readonly job: number;
  readonly files: readonly { readonly bytes: Uint8Array; readonly found: boolean }[];
}

export type ToThread = JudgeJob | { readonly asked: number; readonly bytes: Uint8Array | undefined };

export type FromThread =
  | { readonly job: number; readonly answers: readonly Answer[] }
  /** Place: of the file in its job. */
  | { readonly asked: number; readonly job: number; readonly place: number; readonly hash: string };

const fileJudge = new FileJudge(workerData as JudgeSettings);
const waiting = new Map<number, (bytes: Uint8Array | undefined) => void>();
let nextQuestion = 0;

const say = (message: FromThread): void => parentPort?.postMessage(message);

function partFromOutside(job: number, place: number, hash: string): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    const asked = nextQuestion++;
    waiting.set(asked, resolve);
    say({ asked, job, place, hash });
  });
}

async function judge({ job, files }: JudgeJob): Promise<void> {
  const answers: Answer[] = [];
  for (const [place, { bytes, found }] of files.entries()) {
    const part = (hash: string) => partFromOutside(job, place, hash);
    answers.push(await fileJudge.judge(bytes, { found, part }));
  }
  say({ job, answers });
}

parentPort?.on('message', (message: ToThread) => {
  if ('job' in message) {
    void judge(message);
  } else {
    waiting.get(message.asked)?.(message.bytes);
    waiting.delete(message.asked);
  }
});
