/**
 * How long a sender may take: so long, and a second more for each KB that came. Whoever trickles holds a place among the
 * requests under way, and places are few.
 *
 * @module
 */
import { Refusal } from '../problems/refusal.js';

const GRACE_MS = 20_000;
const BYTES_PER_MS = 1;

export class Patience {
  readonly #graceMs: number;
  #bytes = 0;
  #waitedMs = 0;

  /** @param graceMs Only tests pass their own. */
  constructor(graceMs = GRACE_MS) {
    this.#graceMs = graceMs;
  }

  came(bytes: number): void {
    this.#bytes += bytes;
  }

  /**
   * Waits for what the sender sends next; only this time counts, not that of whoever works on what came.
   *
   * @throws {Refusal} `BODY_TOO_SLOW`
   */
  async wait<T>(next: Promise<T>): Promise<T> {
    const since = performance.now();
    const waited = (): number => this.#waitedMs + performance.now() - since;
    let timer: NodeJS.Timeout | undefined;
    const tooSlow = new Promise<never>((_resolve, reject) => {
      const look = (): void => {
        const leftMs = this.#graceMs + this.#bytes / BYTES_PER_MS - waited();
        if (leftMs > 0) timer = setTimeout(look, leftMs);
        else reject(bodyTooSlow());
      };
      look();
    });
    try {
      return await Promise.race([next, tooSlow]);
    } finally {
      clearTimeout(timer);
      this.#waitedMs = waited();
    }
  }
}

/** The rest is not waited for: the connection ends with the answer. */
function bodyTooSlow(): Refusal {
  return new Refusal('BODY_TOO_SLOW', { headers: { Connection: 'close' } });
}
