/**
 * Sessions: an access token that counts for minutes, a refresh token that is good once, and an end.
 *
 * @module
 */
import { newId } from '../accounts/account-rows.js';
import type { Account } from '../accounts/account.js';
import type { StoredAccount } from '../accounts/accounts.js';
import type { Identity } from '../oidc/identity-provider.js';
import '../oidc/logins.js';
import { Refusal } from '../problems/refusal.js';
import type { Db } from '../store/database.js';
import { onDatabase } from '../store/failure.js';
import { issueTokens, refreshSession, type SessionParts, type SessionTokens } from './refresh-session.js';
import { endSessionsOf, type SessionEnd, type SessionMethod } from './session-rows.js';

export interface OpenSession {
  readonly id: string;
  readonly method: SessionMethod;
  readonly startedAt: string;
  readonly refreshedAt: string;
  readonly expiresAt: string;
}

/** A session and its tokens are forgotten this long after its time. */
const KEPT_MS = 30 * 24 * 3600 * 1000;

export class Sessions {
  readonly #parts: SessionParts;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** @throws {Refusal} `WRONG_CREDENTIALS` when the password was changed while it was checked */
  beginWithPassword({ account, password }: StoredAccount): Promise<SessionTokens> {
    return this.#begin(account, 'password', async (trx) => {
      const now = await trx
        .selectFrom('account')
        .select('password')
        .where('id', '=', account.id)
        .forShare()
        .executeTakeFirst();
      if (password === undefined || now?.password !== password) throw new Refusal('WRONG_CREDENTIALS');
    });
  }

  /** The account was found by its identity a moment ago; it is asked once more under a lock. @throws {Refusal} `OIDC_LOGIN_FAILED` */
  beginWithIdentity(account: Account, { issuer, subject }: Identity): Promise<SessionTokens> {
    return this.#begin(account, 'identityProvider', async (trx) => {
      const bound = await trx
        .selectFrom('account_identity')
        .select('account_id')
        .where('account_id', '=', account.id)
        .where('issuer', '=', issuer)
        .where('subject', '=', subject)
        .forShare()
        .executeTakeFirst();
      if (bound === undefined) throw new Refusal('OIDC_LOGIN_FAILED');
    });
  }

  #begin(account: Account, method: SessionMethod, check: (trx: Db) => Promise<void>): Promise<SessionTokens> {
    const { db, audit, now, sessionSeconds } = this.#parts;
    const at = now();
    const id = newId('ses');
    const expiresAt = new Date(at.getTime() + sessionSeconds * 1000);
    return onDatabase(() =>
      db.transaction().execute(async (trx) => {
        await check(trx);
        await trx
          .insertInto('session')
          .values({
            id,
            account_id: account.id,
            method,
            started_at: at,
            refreshed_at: at,
            expires_at: expiresAt,
          })
          .execute();
        const issued = await issueTokens(this.#parts, trx, { id, accountId: account.id, expiresAt });
        await audit.within(trx, { by: account, action: 'session.started', subject: id, details: { method } });
        return issued;
      }),
    );
  }

  /** @throws {Refusal} `REFRESH_TOKEN_INVALID` */
  refresh(refreshToken: string): Promise<SessionTokens> {
    return refreshSession(this.#parts, refreshToken);
  }

  /** Those of the account that are open, newest first. */
  async open(accountId: string): Promise<OpenSession[]> {
    const rows = await onDatabase(() =>
      this.#parts.db
        .selectFrom('session')
        .select(['id', 'method', 'started_at', 'refreshed_at', 'expires_at'])
        .where('account_id', '=', accountId)
        .where('ended_at', 'is', null)
        .where('expires_at', '>', this.#parts.now())
        .orderBy('started_at', 'desc')
        .orderBy('id')
        .execute(),
    );
    return rows.map(({ id, method, started_at, refreshed_at, expires_at }) => ({
      id,
      method,
      startedAt: started_at.toISOString(),
      refreshedAt: refreshed_at.toISOString(),
      expiresAt: expires_at.toISOString(),
    }));
  }

  /** Ends sessions of an account: one of them, or all but perhaps one. @returns How many were open. */
  async end(
    accountId: string,
    reason: SessionEnd,
    which: { readonly only?: string; readonly except?: string } = {},
  ): Promise<number> {
    const { db, audit, now } = this.#parts;
    return onDatabase(() =>
      db.transaction().execute(async (trx) => {
        const ended = await endSessionsOf(trx, { accountIds: [accountId], reason, at: now(), ...which });
        if (ended > 0) {
          await audit.within(trx, {
            by: { id: accountId },
            action: 'session.ended',
            subject: which.only ?? accountId,
            details: { reason, sessions: ended },
          });
        }
        return ended;
      }),
    );
  }

  /** Forgets what is long past its time. */
  async clean(): Promise<void> {
    const before = new Date(this.#parts.now().getTime() - KEPT_MS);
    await this.#parts.db.deleteFrom('session').where('expires_at', '<', before).execute();
  }
}
