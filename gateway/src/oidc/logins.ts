/**
 * Signing in by an identity provider: what is kept while a person is there, and whose account an identity opens.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { accountOf, selectAccounts } from '../accounts/account-rows.js';
import { isInForce, type Account } from '../accounts/account.js';
import { hashOfSecret, isBearerSecret, newBearerSecret } from '../accounts/bearer-secret.js';
import { NOBODY, type AuditTrail } from '../audit/audit-log.js';
import { Refusal } from '../problems/refusal.js';
import type { Db } from '../store/database.js';
import { onDatabase } from '../store/failure.js';
import type { Identity, IdentityProvider, LoginChecks } from './identity-provider.js';

export interface AccountIdentityTable {
  account_id: string;
  issuer: string;
  subject: string;
  bound_at: Date;
}

export interface OidcLoginTable {
  hash: Buffer;
  state: string;
  nonce: string;
  verifier: string;
  return_to: string;
  expires_at: Date;
}

declare module '../store/tables.js' {
  interface Database {
    account_identity: AccountIdentityTable;
    oidc_login: OidcLoginTable;
  }
}

const PREFIX = 'cl';
/** From leaving for the provider to coming back. */
const LOGIN_MS = 10 * 60_000;

export interface LoginParts {
  readonly db: Db;
  readonly now: () => Date;
  readonly audit: AuditTrail;
  readonly provider: IdentityProvider;
}

/** @returns Where the browser goes, and the secret that it brings back in a cookie. */
export async function beginLogin(
  { db, now, provider }: LoginParts,
  returnTo: string,
): Promise<{ readonly url: URL; readonly secret: string; readonly expiresAt: Date }> {
  const checks = { state: random(), nonce: random(), verifier: random() };
  const url = await provider.begin(checks);
  const secret = newBearerSecret(PREFIX);
  const expiresAt = new Date(now().getTime() + LOGIN_MS);
  const row = { hash: hashOfSecret(secret), ...checks, return_to: returnTo, expires_at: expiresAt };
  await onDatabase(() => db.insertInto('oidc_login').values(row).execute());
  return { url, secret, expiresAt };
}

export interface KnownPerson {
  readonly account: Account;
  readonly identity: Identity;
  /** A path of this gateway, as `beginLogin` was told. */
  readonly returnTo: string;
}

/** @throws {Refusal} `OIDC_LOGIN_FAILED`, whatever is wrong: the log has the reason */
export async function finishLogin(parts: LoginParts, secret: string, query: string): Promise<KnownPerson> {
  const taken = await takeLogin(parts, secret);
  if (taken === undefined) throw new Refusal('OIDC_LOGIN_FAILED');
  const { return_to: returnTo, ...checks } = taken;
  const identity = await parts.provider.finish(query, checks);
  const account = await accountOfIdentity(parts.db, identity);
  if (account !== undefined && isInForce(account)) return { account, identity, returnTo };
  await parts.audit.append({
    by: NOBODY,
    action: 'session.refused',
    ...(account !== undefined && { subject: account.id }),
    details: { method: 'identityProvider', reason: account === undefined ? 'unknownAccount' : 'suspended' },
  });
  throw new Refusal('OIDC_LOGIN_FAILED');
}

/** Good once: a code that comes a second time finds nothing to be checked against. */
async function takeLogin(
  { db, now }: LoginParts,
  secret: string,
): Promise<(LoginChecks & Pick<OidcLoginTable, 'return_to'>) | undefined> {
  if (!isBearerSecret(PREFIX, secret)) return undefined;
  return onDatabase(() =>
    db
      .deleteFrom('oidc_login')
      .where('hash', '=', hashOfSecret(secret))
      .where('expires_at', '>', now())
      .returning(['state', 'nonce', 'verifier', 'return_to'])
      .executeTakeFirst(),
  );
}

async function accountOfIdentity(db: Db, { issuer, subject }: Identity): Promise<Account | undefined> {
  const row = await onDatabase(() =>
    selectAccounts(db)
      .innerJoin('account_identity as i', 'i.account_id', 'a.id')
      .where('i.issuer', '=', issuer)
      .where('i.subject', '=', subject)
      .executeTakeFirst(),
  );
  return row && accountOf(row);
}

/** Forgets those that nobody came back from. */
export async function cleanLogins(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('oidc_login').where('expires_at', '<=', now).execute();
}

const random = (): string => randomBytes(32).toString('base64url');
