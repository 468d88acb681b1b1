/**
 * Who a token speaks for, as the database has it at this moment: what was ended, suspended or taken away counts from
 * the next request on, at every process of the gateway.
 *
 * @module
 */
import { sql } from 'kysely';
import { accountOf, selectAccounts } from '../accounts/account-rows.js';
import type { Account } from '../accounts/account.js';
import type { Db } from '../store/database.js';
import { isDataFault, onDatabase } from '../store/failure.js';
import { GroupCommit } from '../store/group-commit.js';
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

/** Who asks together is looked up together: each answer comes from a query that began after the question. */
export class PostgresPrincipals implements Principals {
  readonly #db: Db;
  readonly #now: () => Date;
  readonly #lookups: GroupCommit<string, SessionRow | undefined>;

  constructor(db: Db, now: () => Date) {
    this.#db = db;
    this.#now = now;
    this.#lookups = new GroupCommit((sessions) => this.#lookUp(sessions), isDataFault, MOST_TOGETHER);
  }

  async ofSession(sessionId: string, accountId: string): Promise<SessionPrincipal | undefined> {
    const row = await onDatabase(() => this.#lookups.add(sessionId));
    if (row?.id !== accountId) return undefined;
    return { account: accountOf(row), isOpen: row.ended_at === null && row.expires_at > this.#now() };
  }

  async #lookUp(sessions: readonly string[]): Promise<readonly (SessionRow | undefined)[]> {
    const rows = await sessionRows(this.#db, [...new Set(sessions)]);
    const bySession = new Map(rows.map((row) => [row.session_id, row]));
    return sessions.map((session) => bySession.get(session));
  }
}

/** Requests answered by one query; many of them are often of few sessions. */
const MOST_TOGETHER = 1_000;

type SessionRow = Awaited<ReturnType<typeof sessionRows>>[number];

/** Accounts with the session of each. */
function sessionRows(db: Db, sessions: readonly string[]) {
  return selectAccounts(db)
    .innerJoin('session as s', 's.account_id', 'a.id')
    .select(['s.id as session_id', 's.ended_at', 's.expires_at'])
    .where(sql<boolean>`s.id = any(${sessions}::text[])`)
    .execute();
}
