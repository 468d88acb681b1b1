/**
 * Waiting that ends early: somebody rings, the time is over, or the work is to stop.
 *
 * @module
 */
export class Bell {
  #rung = false;
  readonly #waiting = new Set<() => void>();

  /** Wakes all that wait; rung while nobody waits, it wakes the next one at once. */
  ring(): void {
    this.#rung = true;
    for (const wake of [...this.#waiting]) wake();
  }

  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#rung && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          this.#waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        signal.addEventListener('abort', done);
        this.#waiting.add(done);
      });
    }
    this.#rung = false;
  }
}

/** Resolves after the time or when the signal says stop; never rejects. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Bell().wait(ms, signal);
}

/** Waits that double up to a limit, each between half and the whole of itself so that many do not come at once. */
export class BackOff {
  readonly #firstMs: number;
  readonly #limitMs: number;
  #nextMs: number;

  constructor(firstMs: number, limitMs: number) {
    this.#firstMs = firstMs;
    this.#limitMs = limitMs;
    this.#nextMs = firstMs;
  }

  /** Whether anything was waited for since the start or the last reset. */
  get used(): boolean {
    return this.#nextMs !== this.#firstMs;
  }

  reset(): void {
    this.#nextMs = this.#firstMs;
  }

  next(): number {
    const ms = this.#nextMs;
    this.#nextMs = Math.min(this.#limitMs, ms * 2);
    return Math.round(ms * (0.5 + Math.random() / 2));
  }
}
