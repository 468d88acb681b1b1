/**
 * A thread that judges. It reads nothing by itself: files come with the job, parts of evidence on request.
 *
 * @module
 */
import { Worker } from 'node:worker_threads';
import type { Candidate } from '../input/candidate.js';
import type { Answer, JudgeSettings } from './judge-file.js';
import type { FromThread, ToThread } from './judge-worker.js';

/** A thread that needs more ends by itself, and not the process. */
const MAX_HEAP_MB = 1024;

export interface ThreadFile {
  readonly bytes: Uint8Array;
  readonly candidate: Candidate;
}

interface Job {
  readonly files: readonly ThreadFile[];
  readonly resolve: (answers: readonly Answer[]) => void;
  readonly reject: (error: unknown) => void;
}

export class JudgeThread {
  readonly #worker: Worker;
  readonly #jobs = new Map<number, Job>();
  #nextJob = 0;
  /** Why it ended; undefined while it lives. */
  #over: Error | undefined;

  constructor(settings: JudgeSettings) {
    this.#worker = new Worker(new URL('./judge-worker.js', import.meta.url), {
      workerData: settings,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    this.#worker.on('message', (message: FromThread) => {
      if ('answers' in message) this.#take(message.job)?.resolve(message.answers);
      else void this.#answer(message);
    });
    this.#worker.on('error', (error) =>
      this.#end(error instanceof Error ? error : new Error('unknown fault')),
    );
    this.#worker.on('exit', () => this.#end(new Error('the judging thread ended')));
  }

  /**
   * @returns One answer for each file.
   * @throws {Error} When the thread ends before it has answered.
   */
  judge(files: readonly ThreadFile[]): Promise<readonly Answer[]> {
    return new Promise((resolve, reject) => {
      if (this.#over !== undefined) {
        reject(this.#over);
        return;
      }
      const job = this.#nextJob++;
      this.#jobs.set(job, { files, resolve, reject });
      this.#say({ job, files: files.map(({ bytes, candidate: { found } }) => ({ bytes, found })) });
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  async #answer({ asked, job, place, hash }: Extract<FromThread, { asked: number }>): Promise<void> {
    const file = this.#jobs.get(job)?.files[place];
    try {
      this.#say({ asked, bytes: await file?.candidate.part(hash) });
    } catch (error) {
      this.#take(job)?.reject(error);
    }
  }

  #say(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  #take(job: number): Job | undefined {
    const taken = this.#jobs.get(job);
    this.#jobs.delete(job);
    return taken;
  }

  #end(error: Error): void {
    this.#over ??= error;
    for (const job of [...this.#jobs.keys()]) this.#take(job)?.reject(error);
  }
}
