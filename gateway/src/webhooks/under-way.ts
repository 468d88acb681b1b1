/**
 * Messages under way at a time, and whose: addresses that do not answer hold a place for the whole time of a try, and
 * must not hold those of others.
 *
 * @module
 */
import type { Due } from './deliveries.js';

const AT_ONCE = 64;
/** Of one account, however many webhooks it has: the others have most of the places. Up to twice as many for a moment. */
export const OF_ACCOUNT = 12;
export const OF_WEBHOOK = 6;

export class UnderWay {
  readonly #work = new Map<Promise<unknown>, Due>();

  get free(): number {
    return AT_ONCE - this.#work.size;
  }

  /** Who has all places that are theirs. */
  get full(): { readonly webhooks: readonly string[]; readonly accounts: readonly string[] } {
    const all = [...this.#work.values()];
    return {
      webhooks: oftener(
        all.map(({ webhookId }) => webhookId),
        OF_WEBHOOK,
      ),
      accounts: oftener(
        all.map(({ accountId }) => accountId),
        OF_ACCOUNT,
      ),
    };
  }

  add(due: Due, work: Promise<unknown>): void {
    this.#work.set(work, due);
    void work.finally(() => this.#work.delete(work));
  }

  /** Resolves when one of them is over; not at all when there is none. */
  async one(): Promise<void> {
    await Promise.race(this.#work.keys());
  }

  /** Resolves when all of them are. */
  async all(): Promise<void> {
    await Promise.all(this.#work.keys());
  }
}

function oftener(ids: readonly string[], most: number): string[] {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= most).map(([id]) => id);
}
