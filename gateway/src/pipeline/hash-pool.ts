/**
 * Hashing beside the event loop: one thread, started when the first large batch comes.
 *
 * @module
 */
import { JobThread } from '../threads/job-thread.js';
import { type HashContext, hashDocuments, type Hashed, type PackedDocuments } from './hash-documents.js';
import type { HashJob } from './hash-worker.js';

/** Up to this many documents cost less here than the way to a thread and back. */
const INLINE = 24;

/** A chunk takes a few megabytes; left alone, V8 would rather grow than collect. */
const LIMITS = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 128 };

export class HashPool {
  readonly #thread = new JobThread<HashJob, Hashed>(new URL('./hash-worker.js', import.meta.url), LIMITS);

  /** Takes the packed bytes over: they are empty afterwards. */
  async hash(context: HashContext, packed: PackedDocuments): Promise<Hashed> {
    if (packed.ids.length <= INLINE) return hashDocuments(context, packed);
    const moved = [packed.bytes.buffer as ArrayBuffer];
    return this.#thread.run({ context, packed }, moved);
  }

  async stop(): Promise<void> {
    await this.#thread.stop();
  }
}
