/**
 * Work beside the event loop: one thread that does one job after another. Started with the first job, and again with the
 * next one after it ended.
 *
 * @module
 */
import { type ResourceLimits, type Transferable, Worker } from 'node:worker_threads';

import type { Done, Posted } from './serve-jobs.js';

/** The thread ended before the job was done. */
export class ThreadEndedError extends Error {
  override readonly name = 'ThreadEndedError';

  constructor(
    /** Whether this job was the one under way: perhaps what the thread died of. */
    readonly wasUnderWay: boolean,
    options?: ErrorOptions,
  ) {
    super('the thread ended before the job was done', options);
  }
}

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

export class JobThread<Job, Answer> {
  readonly #script: URL;
  readonly #limits: ResourceLimits;
  #thread: Thread<Job, Answer> | undefined;

  /** @param script A module that calls `serveJobs`. */
  constructor(script: URL, limits: ResourceLimits = {}) {
    this.#script = script;
    this.#limits = limits;
  }

  /**
   * @param moved Taken over by the thread: empty here afterwards.
   * @throws What the job throws; {ThreadEndedError}
   */
  run(job: Job, moved: readonly Transferable[] = []): Promise<Answer> {
    if (this.#thread === undefined || this.#thread.isOver) {
      this.#thread = new Thread(new Worker(this.#script, { resourceLimits: this.#limits }));
    }
    return this.#thread.run(job, moved);
  }

  async stop(): Promise<void> {
    await this.#thread?.stop();
  }
}

class Thread<Job, Answer> {
  isOver = false;
  readonly #worker: Worker;
  /** In the order in which they are done. */
  readonly #waiting = new Map<number, Waiting<Answer>>();
  #nextId = 0;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.unref();
    worker.on('message', (done: Done<Answer>) => {
      const waiting = this.#waiting.get(done.id);
      this.#waiting.delete(done.id);
      if ('answer' in done) waiting?.resolve(done.answer);
      else waiting?.reject(done.error);
    });
    worker.on('error', (error) => this.#end(error));
    worker.on('exit', () => this.#end(undefined));
  }

  run(job: Job, moved: readonly Transferable[]): Promise<Answer> {
    const posted: Posted<Job> = { id: this.#nextId++, job };
    return new Promise((resolve, reject) => {
      this.#waiting.set(posted.id, { resolve, reject });
      this.#worker.postMessage(posted, moved);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #end(cause: unknown): void {
    this.isOver = true;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const [at, { reject }] of waiting.entries()) reject(new ThreadEndedError(at === 0, { cause }));
  }
}
