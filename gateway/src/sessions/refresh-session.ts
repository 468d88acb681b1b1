/**
 * Refresh tokens, each good once. The tokens of one session are a family: one that comes a second time was stolen, from
 * its owner or by him, so the whole family ends (RFC 9700 section 4.14.2).
 *
 * @module
 */
import { accountOf, selectAccounts } from '../accounts/account-rows.js';
import { isInForce } from '../accounts/account.js';
import { hashOfSecret, isBearerSecret, newBearerSecret } from '../accounts/bearer-secret.js';
import { NOBODY, type AuditLog } from '../audit/audit-log.js';
import { Refusal } from '../problems/refusal.js';
import type { Db } from '../store/database.js';
import { onDatabase } from '../store/failure.js';
import type { AccessTokens } from './access-token.js';
import './session-rows.js';

export interface SessionParts {
  readonly db: Db;
  readonly tokens: AccessTokens;
  readonly audit: AuditLog;
  readonly now: () => Date;
  /** From signing in to signing in again, however often it is refreshed. */
  readonly sessionSeconds: number;
}

export interface SessionTokens {
  readonly accessToken: string;
  /** RFC 3339 UTC, of the access token. */
  readonly expiresAt: string;
  readonly refreshToken: string;
  /** RFC 3339 UTC: from then on one has to sign in again. */
  readonly sessionExpiresAt: string;
}

interface Family {
  /** Of the session. */
  readonly id: string;
  readonly accountId: string;
  readonly expiresAt: Date;
}

interface FoundToken extends Family {
  readonly hash: Buffer;
  readonly usedAt: Date | null;
}

const PREFIX = 'cr';

/**
 * A used token is taken once more this long, as long as none that followed it was used: two pages of one browser
 * refresh at once, and an answer gets lost on its way.
 */
const GRACE_MS = 10_000;

/** @throws {Refusal} `REFRESH_TOKEN_INVALID`, whatever is wrong with it */
export async function refreshSession(parts: SessionParts, refreshToken: string): Promise<SessionTokens> {
  const tokens = isBearerSecret(PREFIX, refreshToken)
    ? await onDatabase(() =>
        parts.db.transaction().execute((trx) => refreshWithin(parts, trx, hashOfSecret(refreshToken))),
      )
    : undefined;
  // Thrown after the transaction: what a stolen token ended stays ended.
  if (tokens === undefined) throw new Refusal('REFRESH_TOKEN_INVALID');
  return tokens;
}

/** A new pair; the refresh token is in the database when the transaction is. */
export async function issueTokens(
  { tokens, now }: SessionParts,
  trx: Db,
  { id, accountId, expiresAt }: Family,
): Promise<SessionTokens> {
  const refreshToken = newBearerSecret(PREFIX);
  await trx
    .insertInto('refresh_token')
    .values({ hash: hashOfSecret(refreshToken), session_id: id, made_at: now() })
    .execute();
  const issued = tokens.issue({ accountId, sessionId: id, notAfter: expiresAt });
  return { ...issued, refreshToken, sessionExpiresAt: expiresAt.toISOString() };
}

async function refreshWithin(parts: SessionParts, trx: Db, hash: Buffer): Promise<SessionTokens | undefined> {
  const at = parts.now();
  const found = await findOpen(trx, hash, at);
  if (found === undefined) return undefined;
  if (found.usedAt !== null && !(await isRetry(trx, found, at))) {
    await endStolen(parts, trx, found, at);
    return undefined;
  }
  const row = await selectAccounts(trx).where('a.id', '=', found.accountId).executeTakeFirstOrThrow();
  if (!isInForce(accountOf(row))) return undefined;
  const usedAt = found.usedAt ?? at;
  await trx.updateTable('refresh_token').set({ used_at: usedAt }).where('hash', '=', hash).execute();
  await trx.updateTable('session').set({ refreshed_at: at }).where('id', '=', found.id).execute();
  return issueTokens(parts, trx, found);
}

/** Of a session that goes on; held until the transaction ends, so that of two at once one comes second. */
async function findOpen(trx: Db, hash: Buffer, at: Date): Promise<FoundToken | undefined> {
  const holder = await trx
    .selectFrom('session')
    .select(['id', 'account_id', 'expires_at', 'ended_at'])
    .where('id', '=', (token) =>
      token.selectFrom('refresh_token').select('session_id').where('hash', '=', hash),
    )
    .forUpdate()
    .executeTakeFirst();
  if (holder === undefined || holder.ended_at !== null || holder.expires_at <= at) return undefined;
  const { used_at: usedAt } = await trx
    .selectFrom('refresh_token')
    .select('used_at')
    .where('hash', '=', hash)
    .executeTakeFirstOrThrow();
  return { hash, usedAt, id: holder.id, accountId: holder.account_id, expiresAt: holder.expires_at };
}

async function isRetry(trx: Db, { id, hash, usedAt }: FoundToken, at: Date): Promise<boolean> {
  if (usedAt === null || at.getTime() - usedAt.getTime() > GRACE_MS) return false;
  const later = await trx
    .selectFrom('refresh_token')
    .select('hash')
    .where('session_id', '=', id)
    .where('hash', '<>', hash)
    .where('made_at', '>=', usedAt)
    .where('used_at', 'is not', null)
    .executeTakeFirst();
  return later === undefined;
}

async function endStolen(
  { audit }: SessionParts,
  trx: Db,
  { id, accountId }: Family,
  at: Date,
): Promise<void> {
  await trx.updateTable('session').set({ ended_at: at, ended_by: 'reuse' }).where('id', '=', id).execute();
  await audit.within(trx, {
    by: NOBODY,
    action: 'session.reuseDetected',
    subject: id,
    details: { account: accountId },
  });
}
