/**
 * Hashing beside the event loop: one thread, started when the first large batch comes.
 *
 * @module
 */
import { Worker } from 'node:worker_threads';

import { type HashContext, hashDocuments, type Hashed, type PackedDocuments } from './hash-documents.js';
import type { HashJob } from './hash-worker.js';

/** Up to this many documents cost less here than the way to a thread and back. */
const INLINE = 24;

interface Waiting {
  readonly resolve: (hashed: Hashed) => void;
  readonly reject: (error: Error) => void;
}

export class HashPool {
  #worker: Worker | undefined;
  #nextId = 0;
  readonly #waiting = new Map<number, Waiting>();

  /** Takes the packed bytes over: they are empty afterwards. */
  hash(context: HashContext, packed: PackedDocuments): Promise<Hashed> {
    if (packed.offsets.length - 1 <= INLINE) return Promise.resolve(hashDocuments(context, packed));
    const worker = (this.#worker ??= this.#start());
    const job: HashJob = { id: this.#nextId++, context, packed };
    return new Promise((resolve, reject) => {
      this.#waiting.set(job.id, { resolve, reject });
      worker.postMessage(job, [packed.bytes.buffer as ArrayBuffer, packed.digests.buffer as ArrayBuffer]);
    });
  }

  async stop(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./hash-worker.js', import.meta.url));
    worker.unref();
    worker.on('message', ({ id, hashed }: { id: number; hashed: Hashed }) => {
      this.#waiting.get(id)?.resolve(hashed);
      this.#waiting.delete(id);
    });
    worker.on('error', (error) => this.#ended(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => this.#ended(new Error('the hashing thread ended')));
    return worker;
  }

  #ended(error: Error): void {
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
