/**
 * The thread side of job-thread.ts.
 *
 * @module
 */
import { parentPort, type Transferable } from 'node:worker_threads';

export interface Posted<Job> {
  readonly id: number;
  readonly job: Job;
}

export type Done<Answer> =
  { readonly id: number; readonly answer: Answer } | { readonly id: number; readonly error: unknown };

/**
 * @param work Takes what `JobThread.run` was given.
 * @param moved What of an answer is handed over instead of copied.
 */
export function serveJobs<Answer>(
  work: (job: never) => Answer | Promise<Answer>,
  moved: (answer: Answer) => readonly Transferable[] = () => [],
): void {
  let before: Promise<unknown> = Promise.resolve();
  parentPort?.on('message', ({ id, job }: Posted<never>) => {
    // One after another: how much is in memory is how much one job takes.
    before = before.then(async () => {
      try {
        const answer = await work(job);
        tell({ id, answer }, moved(answer));
      } catch (error) {
        tell({ id, error }, []);
      }
    });
  });
}

function tell(done: Done<unknown>, moved: readonly Transferable[]): void {
  parentPort?.postMessage(done, moved);
}
