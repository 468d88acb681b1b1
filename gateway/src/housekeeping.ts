/**
 * Work that a gateway does now and then by itself, whoever asks or not.
 *
 * @module
 */

import type { Logger } from 'pino';

export interface Chore {
  readonly name: string;
  readonly everyMs: number;
  /** Does no harm when two processes of a gateway do it at once. */
  readonly run: () => Promise<unknown>;
}

export class Housekeeping {
  readonly #timers: NodeJS.Timeout[];
  readonly #underWay = new Set<Promise<unknown>>();

  /** @param failed Told when a chore did not succeed; it comes again in its time. */
  constructor(chores: readonly Chore[], failed: (name: string, error: unknown) => void) {
    this.#timers = chores.map(({ name, everyMs, run }) => {
      const timer = setInterval(() => {
        const work = run()
          .catch((error: unknown) => failed(name, error))
          .finally(() => this.#underWay.delete(work));
        this.#underWay.add(work);
      }, everyMs);
      return timer.unref();
    });
  }

  /** Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all(this.#underWay);
  }
}

/** Chores of which the log hears when one did not succeed, and nobody else. */
export function startChores(chores: readonly Chore[], logger: Logger): Housekeeping {
  return new Housekeeping(chores, (chore, err) => {
    logger.warn({ chore, err }, 'a chore did not succeed');
  });
}
