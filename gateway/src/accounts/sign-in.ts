/**
 * Account and password → account. Unknown account, wrong password and disabled account are one answer after the same
 * work.
 *
 * @module
 */
import { Refusal } from '../problems/refusal.js';
import type { Account, AccountStore } from './account.js';
import type { LoginLimits } from './login-limits.js';
import { PasswordQueueFullError, type PasswordHasher } from './password-hash.js';

export interface SignInParts {
  readonly accounts: AccountStore;
  readonly hasher: PasswordHasher;
  readonly limits: LoginLimits;
}

/** Seconds after which the queue of password checks has surely moved on. */
const QUEUE_RETRY_SECONDS = 10;

/** @throws {Refusal} `WRONG_CREDENTIALS`, `TOO_MANY_ATTEMPTS` */
export async function signIn(
  { accounts, hasher, limits }: SignInParts,
  name: string,
  password: string,
  address: string,
): Promise<Account> {
  await limits.take(name, address);
  const stored = await accounts.findByName(name);
  const matches = await verify(hasher, password, stored?.password);
  if (stored === undefined || !matches || stored.account.disabledAt !== null)
    throw new Refusal('WRONG_CREDENTIALS');
  await limits.succeeded(name, address);
  return stored.account;
}

async function verify(
  ...[hasher, ...rest]: [PasswordHasher, ...Parameters<PasswordHasher['verify']>]
): Promise<boolean> {
  try {
    return await hasher.verify(...rest);
  } catch (cause) {
    if (!(cause instanceof PasswordQueueFullError)) throw cause;
    const headers = { 'Retry-After': String(QUEUE_RETRY_SECONDS) };
    throw new Refusal('TOO_MANY_ATTEMPTS', { parameters: { seconds: QUEUE_RETRY_SECONDS }, headers, cause });
  }
}
