/**
 * Waiting: between tries, and until somebody has enough.
 *
 * @module
 */
export interface RetryOptions {
  /** Tries after the first; 0 for none. */
  readonly retries: number;
  /** Limit of the first wait; each later one doubles it. */
  readonly firstMs: number;
  readonly limitMs: number;
}

export const RETRY: RetryOptions = { retries: 4, firstMs: 250, limitMs: 10_000 };

/** Anything from half the limit to the whole of it, so that many clients do not come back at once; never before `atLeastMs`. */
export function waitMs({ firstMs, limitMs }: RetryOptions, tries: number, atLeastMs = 0): number {
  const limit = Math.min(limitMs, firstMs * 2 ** tries);
  return atLeastMs + Math.round(limit * (0.5 + Math.random() / 2));
}

/** Resolves after the time. @throws the signal's reason when it aborts before. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      signal.removeEventListener('abort', abort);
      resolve();
    };
    const timer = setTimeout(end, ms);
    const abort = (): void => {
      clearTimeout(timer);
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whoever aborts chooses what is thrown
      reject(signal.reason);
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

/** One call's time: it is over when the caller aborts or the time is up, whatever comes first. */
export class Deadline {
  readonly signal: AbortSignal;
  readonly #own: AbortSignal | undefined;
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #controller = new AbortController();
  readonly #endsAt: number;

  /** @param own The caller's. @param timeoutMs Absent or Infinity: no limit. */
  constructor(own: AbortSignal | undefined, timeoutMs: number = Infinity) {
    this.#own = own;
    this.#endsAt = performance.now() + timeoutMs;
    if (Number.isFinite(timeoutMs)) this.#timer = setTimeout(() => this.#controller.abort(), timeoutMs);
    this.signal =
      own === undefined ? this.#controller.signal : AbortSignal.any([own, this.#controller.signal]);
  }

  get leftMs(): number {
    return Math.max(0, this.#endsAt - performance.now());
  }

  /** Whether it was this deadline that ended the call, and not its caller. */
  get isOver(): boolean {
    return this.#controller.signal.aborted && this.#own?.aborted !== true;
  }

  /** Whether the caller ended it. */
  get isAborted(): boolean {
    return this.#own?.aborted === true;
  }

  /** What the work brings, or the signal's reason when that comes first. The work goes on for others who wait for it. */
  async within<T>(work: Promise<T>): Promise<T> {
    let abort: () => void = () => undefined;
    const over = new Promise<never>((_, reject) => {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whoever aborts chooses what is thrown
      abort = () => reject(this.signal.reason);
    });
    if (this.signal.aborted) abort();
    else this.signal.addEventListener('abort', abort, { once: true });
    try {
      return await Promise.race([work, over]);
    } finally {
      this.signal.removeEventListener('abort', abort);
    }
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}
