/**
 * Who a token speaks for, as the database has it at this moment: what was ended, suspended or taken away counts from
 * the next request on, at every process of the gateway.
 *
 * @module
 */
import { sql } from 'kysely';
import { accountOf, selectAccounts } from '../accounts/account-rows.js';
import type { Account } from '../accounts/account.js';
import { scopesOf, stateOf, type ApiKeyState } from '../api-keys/api-key-rows.js';
import type { Scope } from '../rights/scope.js';
import type { Db } from '../store/database.js';
import { isDataFault, onDatabase } from '../store/failure.js';
import { GroupCommit } from '../store/group-commit.js';
import './session-rows.js';

export interface SessionPrincipal {
  readonly account: Account;
  /** Neither ended nor past its time. */
  readonly isOpen: boolean;
}

export interface KeyPrincipal {
  readonly account: Account;
  readonly keyId: string;
  readonly scopes: readonly Scope[];
  readonly state: ApiKeyState;
}

/** Rejects with `UnavailableError` when the database cannot be asked. */
export interface Principals {
  ofSession(sessionId: string, accountId: string): Promise<SessionPrincipal | undefined>;
  /** @param hash SHA-256 of the API key. */
  ofKey(hash: Buffer): Promise<KeyPrincipal | undefined>;
}

/** When a key was last used is written no more often. */
const USED_EVERY_MS = 10 * 60_000;

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

  async ofKey(hash: Buffer): Promise<KeyPrincipal | undefined> {
    const row = await onDatabase(() =>
      selectAccounts(this.#db)
        .innerJoin('api_key as k', 'k.account_id', 'a.id')
        .select(['k.id as k_id', 'k.scopes', 'k.expires_at', 'k.revoked_at', 'k.last_used_at'])
        .where('k.hash', '=', hash)
        .executeTakeFirst(),
    );
    if (row === undefined) return undefined;
    const now = this.#now();
    const state = stateOf(row, now);
    const isStale = row.last_used_at === null || now.getTime() - row.last_used_at.getTime() >= USED_EVERY_MS;
    if (state === 'active' && isStale) await this.#noteUse(row.k_id, now);
    return { account: accountOf(row), keyId: row.k_id, scopes: scopesOf(row), state };
  }

  async #noteUse(id: string, at: Date): Promise<void> {
    await onDatabase(() =>
      this.#db
        .updateTable('api_key')
        .set({ last_used_at: at })
        .where('id', '=', id)
        .where((key) => key.or([key('last_used_at', 'is', null), key('last_used_at', '<', at)]))
        .execute(),
    );
  }
}

/** Requests that go on in one turn of the event loop: others, refusals at the door among them, must get theirs. */
const MOST_TOGETHER = 64;

type SessionRow = Awaited<ReturnType<typeof sessionRows>>[number];

/** Accounts with the session of each. */
function sessionRows(db: Db, sessions: readonly string[]) {
  return selectAccounts(db)
    .innerJoin('session as s', 's.account_id', 'a.id')
    .select(['s.id as session_id', 's.ended_at', 's.expires_at'])
    .where(sql<boolean>`s.id = any(${sessions}::text[])`)
    .execute();
}
