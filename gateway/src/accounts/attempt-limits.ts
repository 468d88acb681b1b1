/**
 * Lock-out: how often somebody may guess. Counted in the database, so that all processes of a gateway count together
 * and a restart forgets nothing.
 *
 * Three counters, in this order, each only reached when those before are open: the address (guessing through many
 * accounts), account and address together (a stranger elsewhere does not lock the owner out), the account from
 * everywhere (guessing from many addresses; NIST SP 800-63B section 3.2.2 asks for at most 100).
 *
 * @module
 */
import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { Refusal, type RefusalOptions } from '../problems/refusal.js';
import { rateLimitHeaders, type LimitState } from '../requests/rate-limit.js';
import type { Db } from '../store/database.js';
import { onDatabase } from '../store/failure.js';

export interface AttemptTable {
  key: Buffer;
  count: number;
  resets_at: Date;
}

declare module '../store/tables.js' {
  interface Database {
    attempt: AttemptTable;
  }
}

interface Limit {
  readonly attempts: number;
  readonly seconds: number;
}

export interface AttemptLimitOptions {
  /** Failures from one address, whatever the account. */
  readonly address: Limit;
  /** Failures for one account from one address. */
  readonly pair: Limit;
  /** Failures for one account, whatever the address. */
  readonly account: Limit;
}

export const ATTEMPT_LIMITS: AttemptLimitOptions = {
  address: { attempts: 50, seconds: 900 },
  pair: { attempts: 5, seconds: 900 },
  account: { attempts: 100, seconds: 86_400 },
};

export interface AttemptParts {
  readonly db: Db;
  /** 32 bytes: names and addresses are kept under an HMAC with it only. */
  readonly key: Uint8Array;
  readonly now: () => Date;
  readonly limits?: AttemptLimitOptions;
}

export class AttemptLimits {
  readonly #parts: AttemptParts;
  readonly #limits: AttemptLimitOptions;

  constructor(parts: AttemptParts) {
    this.#parts = parts;
    this.#limits = parts.limits ?? ATTEMPT_LIMITS;
  }

  /**
   * Counts the attempt before it is judged: guesses sent at once must not all slip through.
   *
   * @returns What is left to this address; not how often others guess at the account.
   * @throws {Refusal} `TOO_MANY_ATTEMPTS` with Retry-After
   */
  async take(account: string, address: string): Promise<LimitState> {
    const ofAddress = await this.takeFrom(address);
    const ofPair = await this.#count(['pair', account, address], this.#limits.pair);
    await this.#count(['account', account], this.#limits.account);
    return ofPair.remaining <= ofAddress.remaining ? ofPair : ofAddress;
  }

  /** For attempts that name no account. @throws {Refusal} `TOO_MANY_ATTEMPTS` with Retry-After */
  takeFrom(address: string): Promise<LimitState> {
    return this.#count(['address', address], this.#limits.address);
  }

  /** Gives a successful attempt back that named no account. */
  async succeededFrom(address: string): Promise<void> {
    await onDatabase(() =>
      sql`update attempt set count = greatest(count - 1, 0) where key = ${this.#keyOf('address', address)}`.execute(
        this.#parts.db,
      ),
    );
  }

  /** Gives a successful attempt back, and forgets the failures of the account. */
  async succeeded(account: string, address: string): Promise<void> {
    await this.#forget(['pair', account, address], ['account', account]);
    await this.succeededFrom(address);
  }

  /** Opens an account that was guessed at from everywhere. */
  forgive(account: string): Promise<void> {
    return this.#forget(['account', account]);
  }

  /** Removes counters that count no more. */
  async clean(): Promise<void> {
    await this.#parts.db.deleteFrom('attempt').where('resets_at', '<=', this.#parts.now()).execute();
  }

  async #count(what: readonly string[], { attempts, seconds }: Limit): Promise<LimitState> {
    const now = this.#parts.now();
    const resetsAt = new Date(now.getTime() + seconds * 1000);
    const { rows } = await onDatabase(() =>
      sql<{ count: number; resets_at: Date }>`
        insert into attempt as a (key, count, resets_at) values (${this.#keyOf(...what)}, 1, ${resetsAt})
        on conflict (key) do update set
          count = case when a.resets_at <= ${now} then 1 else a.count + 1 end,
          resets_at = case when a.resets_at <= ${now} then excluded.resets_at else a.resets_at end
        returning count, resets_at`.execute(this.#parts.db),
    );
    const [row] = rows;
    const { count, resets_at } = row ?? { count: 1, resets_at: resetsAt };
    const left = Math.max(1, Math.ceil((resets_at.getTime() - now.getTime()) / 1000));
    const state = { limit: attempts, remaining: attempts - count, seconds: left };
    if (count <= attempts) return state;
    throw tooManyAttempts(left, { headers: rateLimitHeaders(state) });
  }

  async #forget(...counters: readonly (readonly string[])[]): Promise<void> {
    const keys = counters.map((what) => this.#keyOf(...what));
    await onDatabase(() => this.#parts.db.deleteFrom('attempt').where('key', 'in', keys).execute());
  }

  #keyOf(...what: readonly string[]): Buffer {
    return createHmac('sha256', this.#parts.key).update(JSON.stringify(what)).digest();
  }
}

export function tooManyAttempts(
  seconds: number,
  { headers, cause }: Pick<RefusalOptions, 'headers' | 'cause'>,
): Refusal {
  return new Refusal('TOO_MANY_ATTEMPTS', {
    parameters: { seconds },
    headers: { 'Retry-After': String(seconds), ...headers },
    cause,
  });
}
