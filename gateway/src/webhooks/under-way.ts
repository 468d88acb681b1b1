/**
 * Messages under way at a time, and whose. An address that answers late or never holds a place for the whole time of a
 * try. However many of them there are, and whosever, they have a part of the places only: who answered quickly the last
 * time never waits for them. Of whom nothing is known yet shows it by one message at a time.
 *
 * @module
 */
import type { Due } from './deliveries.js';
import { Paces, type KnownPaces, type Pace } from './paces.js';

const AT_ONCE = 64;
/** Of one organization, however many accounts and webhooks it has. Up to twice as many for a moment. */
export const OF_ORGANIZATION = 12;
export const OF_WEBHOOK = 6;
/** Of all webhooks that were slow, and of all of which it is not known; the other 16 places are for the quick alone. */
export const OF_SLOW = 24;
export const OF_UNKNOWN = 24;
/** Who takes longer is slow. */
const SLOW_MS = 2_000;

/** What may begin now. */
export interface Room {
  readonly free: number;
  /** Of the free places, at most. */
  readonly forSlow: number;
  readonly forUnknown: number;
  /** Who has all places that are theirs. */
  readonly fullWebhooks: readonly string[];
  readonly fullOrganizations: readonly string[];
  readonly paces: KnownPaces;
}

interface Begun extends Pick<Due, 'webhookId' | 'organization'> {
  readonly at: number;
}

export class UnderWay {
  readonly #work = new Map<Promise<unknown>, Begun>();
  readonly #paces = new Paces();
  readonly #clockMs: () => number;

  /** @param clockMs Only tests pass their own. */
  constructor(clockMs: () => number = () => performance.now()) {
    this.#clockMs = clockMs;
  }

  get free(): number {
    return AT_ONCE - this.#work.size;
  }

  get room(): Room {
    const all = [...this.#work.values()];
    for (const one of all) if (this.#isSlow(one)) this.#paces.note(one.webhookId, 'slow');
    const count = (pace: Pace): number =>
      all.filter(({ webhookId }) => this.#paces.of(webhookId) === pace).length;
    const [slow, unknown] = [count('slow'), count('unknown')];
    const forBoth = OF_SLOW + OF_UNKNOWN - slow - unknown;
    const forUnknown = Math.max(0, Math.min(OF_UNKNOWN - unknown, forBoth));
    return {
      free: this.free,
      forUnknown,
      forSlow: Math.max(0, Math.min(OF_SLOW - slow, forBoth - forUnknown)),
      fullWebhooks: atLeast(
        all.map(({ webhookId }) => webhookId),
        (id) => (this.#paces.of(id) === 'unknown' ? 1 : OF_WEBHOOK),
      ),
      fullOrganizations: atLeast(
        all.map(({ organization }) => organization),
        () => OF_ORGANIZATION,
      ),
      paces: this.#paces.known,
    };
  }

  add({ webhookId, organization }: Begun | Due, work: Promise<unknown>): void {
    const begun = { webhookId, organization, at: this.#clockMs() };
    this.#work.set(work, begun);
    void work.finally(() => {
      this.#work.delete(work);
      this.#paces.note(webhookId, this.#isSlow(begun) ? 'slow' : 'quick');
    });
  }

  /** Resolves when one of them is over; not at all when there is none. */
  async one(): Promise<void> {
    await Promise.race(this.#work.keys());
  }

  /** Resolves when all of them are. */
  async all(): Promise<void> {
    await Promise.all(this.#work.keys());
  }

  #isSlow({ at }: Begun): boolean {
    return this.#clockMs() - at > SLOW_MS;
  }
}

function atLeast(ids: readonly string[], mostOf: (id: string) => number): string[] {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].filter(([id, count]) => count >= mostOf(id)).map(([id]) => id);
}
