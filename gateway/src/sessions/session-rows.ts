/**
 * Rows of sessions and refresh tokens (store/migrations/0103-sessions.ts), and ending sessions.
 *
 * @module
 */
import type { Generated } from 'kysely';
import type { Db } from '../store/database.js';

/** How somebody signed in. */
export type SessionMethod = 'password' | 'identityProvider';

/** Why sessions end before their time. */
export type SessionEnd =
  'signOut' | 'passwordChange' | 'reset' | 'roleChange' | 'identityChange' | 'suspension' | 'reuse';

export interface SessionTable {
  id: string;
  account_id: string;
  method: SessionMethod;
  started_at: Date;
  refreshed_at: Date;
  expires_at: Date;
  ended_at: Generated<Date | null>;
  ended_by: Generated<SessionEnd | null>;
}

export interface RefreshTokenTable {
  hash: Buffer;
  session_id: string;
  made_at: Date;
  used_at: Generated<Date | null>;
}

declare module '../store/tables.js' {
  interface Database {
    session: SessionTable;
    refresh_token: RefreshTokenTable;
  }
}

export interface EndedSessions {
  readonly accountIds: readonly string[];
  readonly reason: SessionEnd;
  readonly at: Date;
  /** One session alone. */
  readonly only?: string | undefined;
  /** One that goes on: where the change was made. */
  readonly except?: string | undefined;
}

/** In the transaction of what makes them end: from its commit on no token of theirs counts. */
export async function endSessionsOf(
  trx: Db,
  { accountIds, reason, at, only, except }: EndedSessions,
): Promise<number> {
  if (accountIds.length === 0) return 0;
  const { numUpdatedRows } = await trx
    .updateTable('session')
    .set({ ended_at: at, ended_by: reason })
    .where('account_id', 'in', accountIds)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', at)
    .$if(only !== undefined, (query) => query.where('id', '=', only ?? ''))
    .$if(except !== undefined, (query) => query.where('id', '<>', except ?? ''))
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
