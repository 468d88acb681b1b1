/**
 * How often one address may ask something that needs no account, and how a caller is told what is left of a limit.
 *
 * @module
 */
import type { Request, Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from '../problems/refusal.js';
import { clientAddress } from './client-address.js';

/** What is left of a limit. */
export interface LimitState {
  /** Requests, or failures, in a window. */
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the window begins anew. */
  readonly seconds: number;
}

/** Every answer of a route with a limit carries them, refusals too. */
export const RATE_LIMIT_HEADERS = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'] as const;

export function rateLimitHeaders({ limit, remaining, seconds }: LimitState): Record<string, string> {
  return {
    'RateLimit-Limit': String(limit),
    'RateLimit-Remaining': String(Math.max(0, remaining)),
    'RateLimit-Reset': String(seconds),
  };
}

/** Who may be guessing: counted by the address, and told what is left. */
export interface Guesser {
  readonly address: string;
  readonly tell: (state: LimitState) => void;
}

export function guesserOf(req: Request, res: Response): Guesser {
  return { address: clientAddress(req), tell: (state) => void res.set(rateLimitHeaders(state)) };
}

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
    const { address, tell } = guesserOf(req, res);
    try {
      tell(this.#stateOf(await this.#limiter.consume(address)));
    } catch (cause) {
      if (!(cause instanceof RateLimiterRes)) throw cause;
      const state = this.#stateOf(cause);
      tell(state);
      throw new Refusal('TOO_MANY_REQUESTS', {
        parameters: { seconds: state.seconds },
        headers: { 'Retry-After': String(state.seconds) },
      });
    }
  }

  #stateOf({ remainingPoints, msBeforeNext }: RateLimiterRes): LimitState {
    const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
    return { limit: this.#perMinute, remaining: remainingPoints, seconds };
  }
}
