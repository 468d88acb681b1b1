/**
 * The offline verifier with the local trust profile: small bundles are judged at once, large ones in a thread. A bundle of
 * 20 MB takes seconds, and one that was made to hurt takes memory besides; neither is to stop the event loop.
 *
 * @module
 */
import { errorVerdict, type TrustProfile, type Verdict } from '@chopmark/core/verify';

import type { FilePlace } from '../keys/sealed-file.js';
import { JobThread, ThreadEndedError } from '../threads/job-thread.js';
import type { JudgeJob } from './judge-worker.js';
import { offlineVerifier } from './offline-verifier.js';

/** Up to this length a bundle is judged here: compact ones, unless they have very many lines. */
export const JUDGED_HERE_BYTES = 64 * 1024;
/** What a bundle of the largest size needs several times over. */
const THREAD_HEAP_MB = 384;
/** A job that only waited behind one that ended the thread is given to the next. */
const TRIES = 3;

export class BundleJudge {
  readonly #profiles: readonly TrustProfile[];
  readonly #now: () => Date;
  readonly #here;
  readonly #thread = new JobThread<JudgeJob, Verdict>(new URL('./judge-worker.js', import.meta.url), {
    maxOldGenerationSizeMb: THREAD_HEAP_MB,
  });

  /** @param profiles May be replaced while it works. */
  constructor(profiles: readonly TrustProfile[], now: () => Date) {
    this.#profiles = profiles;
    this.#now = now;
    this.#here = offlineVerifier(profiles);
  }

  /** Never rejects. */
  judge(bundle: string | Uint8Array): Promise<Verdict> {
    if (bundle.length <= JUDGED_HERE_BYTES) return this.#here.verify(bundle, this.#now());
    return this.#beside(bundle);
  }

  /** A sealed file, which is never in this thread's memory. Never rejects. */
  judgeFile(file: FilePlace): Promise<Verdict> {
    return this.#beside({ path: file.path, key: file.key });
  }

  async stop(): Promise<void> {
    await this.#thread.stop();
  }

  async #beside(bundle: JudgeJob['bundle']): Promise<Verdict> {
    for (let left = TRIES; ; left -= 1) {
      try {
        return await this.#thread.run({ bundle, profiles: this.#profiles, now: this.#now() });
      } catch (error) {
        const isOther = error instanceof ThreadEndedError && !error.wasUnderWay;
        if (!isOther || left <= 1) return errorVerdict('VERIFIER_FAULT', 'it could not be judged here');
      }
    }
  }
}
