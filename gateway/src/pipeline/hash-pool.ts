/**
 * Hashing beside the event loop: one thread, started when the first large batch comes, and again when it
 * ended.
 *
 * @module
 */
import { Worker } from 'node:worker_threads';

import { type HashContext, hashDocuments, type Hashed, type PackedDocuments } from './hash-documents.js';
import type { HashAnswer, HashJob } from './hash-worker.js';

/** Up to this many documents cost less here than the way to a thread and back. */
const INLINE = 24;

interface Waiting {
  readonly resolve: (hashed: Hashed) => void;
  readonly reject: (error: unknown) => void;
}

export class HashPool {
  #thread: HashThread | undefined;

  /** Takes the packed bytes over: they are empty afterwards. */
  async hash(context: HashContext, packed: PackedDocuments): Promise<Hashed> {
    if (packed.offsets.length - 1 <= INLINE) return hashDocuments(context, packed);
    if (this.#thread === undefined || this.#thread.isOver) this.#thread = new HashThread();
    return this.#thread.hash(context, packed);
  }

  async stop(): Promise<void> {
    await this.#thread?.stop();
  }
}

class HashThread {
  isOver = false;
  readonly #worker = new Worker(new URL('./hash-worker.js', import.meta.url));
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 0;

  constructor() {
    this.#worker.unref();
    this.#worker.on('message', (answer: HashAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ('hashed' in answer) waiting?.resolve(answer.hashed);
      else waiting?.reject(answer.error);
    });
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', () => this.#end(new Error('the hashing thread ended')));
  }

  hash(context: HashContext, packed: PackedDocuments): Promise<Hashed> {
    const job: HashJob = { id: this.#nextId++, context, packed };
    return new Promise((resolve, reject) => {
      this.#waiting.set(job.id, { resolve, reject });
      this.#worker.postMessage(job, [
        packed.bytes.buffer as ArrayBuffer,
        packed.digests.buffer as ArrayBuffer,
      ]);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #end(error: unknown): void {
    this.isOver = true;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
