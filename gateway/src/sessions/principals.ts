/**
 * Who a token speaks for, as the database has it at this moment: what was ended, suspended or taken away counts from
 * the next request on, at every process of the gateway.
 *
 * @module
 */
import { accountOf, selectAccounts } from '../accounts/account-rows.js';
import type { Account } from '../accounts/account.js';
import type { Db } from '../store/database.js';
import { onDatabase } from '../store/failure.js';
import './session-rows.js';

export interface SessionPrincipal {
  readonly account: Account;
  /** Neither ended nor past its time. */
  readonly isOpen: boolean;
}

/** Rejects with `UnavailableError` when the database cannot be asked. */
export interface Principals {
  ofSession(sessionId: string, accountId: string): Promise<SessionPrincipal | undefined>;
}

export class PostgresPrincipals implements Principals {
  readonly #db: Db;
  readonly #now: () => Date;

  constructor(db: Db, now: () => Date) {
    this.#db = db;
    this.#now = now;
  }

  async ofSession(sessionId: string, accountId: string): Promise<SessionPrincipal | undefined> {
    const row = await onDatabase(() =>
      selectAccounts(this.#db)
        .innerJoin('session as s', 's.account_id', 'a.id')
        .select(['s.ended_at', 's.expires_at'])
        .where('s.id', '=', sessionId)
        .where('a.id', '=', accountId)
        .executeTakeFirst(),
    );
    return row && { account: accountOf(row), isOpen: row.ended_at === null && row.expires_at > this.#now() };
  }
}
