/**
 * How often one address may ask something that needs no account.
 *
 * @module
 */
import type { Request, Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from '../problems/refusal.js';
import { clientAddress } from './client-address.js';

export class RequestLimit {
  readonly #limiter: RateLimiterMemory;
  readonly #perMinute: number;

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
    this.#limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  }

  /**
   * Counts the request and says in `RateLimit-*` headers what is left.
   *
   * @throws {Refusal} `TOO_MANY_REQUESTS` with Retry-After
   */
  async take(req: Request, res: Response): Promise<void> {
    try {
      this.#tell(res, await this.#limiter.consume(clientAddress(req)));
    } catch (cause) {
      if (!(cause instanceof RateLimiterRes)) throw cause;
      this.#tell(res, cause);
      const seconds = secondsLeft(cause);
      throw new Refusal('TOO_MANY_REQUESTS', {
        parameters: { seconds },
        headers: { 'Retry-After': String(seconds) },
      });
    }
  }

  #tell(res: Response, state: RateLimiterRes): void {
    res.set({
      'RateLimit-Limit': String(this.#perMinute),
      'RateLimit-Remaining': String(Math.max(0, state.remainingPoints)),
      'RateLimit-Reset': String(secondsLeft(state)),
    });
  }
}

function secondsLeft(state: RateLimiterRes): number {
  return Math.max(1, Math.ceil(state.msBeforeNext / 1000));
}
