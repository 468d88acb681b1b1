/**
 * Lock-out: how often somebody may guess. Counted for account and address together, so that a stranger cannot lock
 * the owner out from elsewhere, and for the address alone, so that guessing through many accounts ends too.
 *
 * @module
 */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from '../problems/refusal.js';

export interface LoginLimitOptions {
  /** Failures for one account from one address before it is closed to it. */
  readonly failuresPerAccount: number;
  /** Failures from one address, whatever the account. */
  readonly failuresPerAddress: number;
  readonly windowSeconds: number;
}

export const LOGIN_LIMITS: LoginLimitOptions = {
  failuresPerAccount: 5,
  failuresPerAddress: 50,
  windowSeconds: 900,
};

export class LoginLimits {
  readonly #byAccount: RateLimiterMemory;
  readonly #byAddress: RateLimiterMemory;

  constructor({ failuresPerAccount, failuresPerAddress, windowSeconds }: LoginLimitOptions = LOGIN_LIMITS) {
    this.#byAccount = new RateLimiterMemory({ points: failuresPerAccount, duration: windowSeconds });
    this.#byAddress = new RateLimiterMemory({ points: failuresPerAddress, duration: windowSeconds });
  }

  /**
   * Counts the attempt before it is judged: guesses sent at once must not all slip through.
   *
   * @throws {Refusal} `TOO_MANY_ATTEMPTS` with Retry-After
   */
  async take(account: string, address: string): Promise<void> {
    await consume(this.#byAddress, address);
    await consume(this.#byAccount, keyOf(account, address));
  }

  /** Gives a successful attempt back. */
  async succeeded(account: string, address: string): Promise<void> {
    await this.#byAddress.reward(address);
    await this.#byAccount.delete(keyOf(account, address));
  }
}

function keyOf(account: string, address: string): string {
  return JSON.stringify([address, account]);
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (cause) {
    if (!(cause instanceof RateLimiterRes)) throw cause;
    const seconds = Math.max(1, Math.ceil(cause.msBeforeNext / 1000));
    throw new Refusal('TOO_MANY_ATTEMPTS', {
      parameters: { seconds },
      headers: { 'Retry-After': String(seconds) },
    });
  }
}
