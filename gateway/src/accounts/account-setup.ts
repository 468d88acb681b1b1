/**
 * How an account gets its first password, and the next one after a reset: by a secret that is good once and for some
 * days, handed over by whoever looks after the account. Nobody but its owner ever knows a password.
 *
 * @module
 */
import type { Db } from '../store/database.js';
import { hashOfSecret, isBearerSecret, newBearerSecret } from './bearer-secret.js';

export interface AccountSetupTable {
  account_id: string;
  hash: Buffer;
  expires_at: Date;
}

declare module '../store/tables.js' {
  interface Database {
    account_setup: AccountSetupTable;
  }
}

/** Shown once. */
export interface AccountSetup {
  readonly secret: string;
  /** RFC 3339 UTC. */
  readonly expiresAt: string;
}

const PREFIX = 'cs';
const LIFE_MS = 3 * 24 * 3600 * 1000;

/** A new secret; an older one of the account counts no more. */
export async function newAccountSetup(trx: Db, accountId: string, at: Date): Promise<AccountSetup> {
  const secret = newBearerSecret(PREFIX);
  const expires_at = new Date(at.getTime() + LIFE_MS);
  const row = { hash: hashOfSecret(secret), expires_at };
  await trx
    .insertInto('account_setup')
    .values({ account_id: accountId, ...row })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(row))
    .execute();
  return { secret, expiresAt: expires_at.toISOString() };
}

export interface OpenSetup {
  readonly accountId: string;
  readonly expiresAt: Date;
}

/** What a secret is for, as long as it counts. */
export async function findAccountSetup(db: Db, secret: string, at: Date): Promise<OpenSetup | undefined> {
  if (!isBearerSecret(PREFIX, secret)) return undefined;
  const row = await db
    .selectFrom('account_setup')
    .select(['account_id', 'expires_at'])
    .where('hash', '=', hashOfSecret(secret))
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return row && { accountId: row.account_id, expiresAt: row.expires_at };
}

/** Uses the secret up. @returns Whether it still counted: of two at once one comes second. */
export async function useAccountSetup(trx: Db, secret: string, at: Date): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('account_setup')
    .where('hash', '=', hashOfSecret(secret))
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
