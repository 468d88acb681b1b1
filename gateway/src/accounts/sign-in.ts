/**
 * Account and password → account. Unknown account, wrong password, suspended account and one without a password are one
 * answer after the same work.
 *
 * @module
 */
import { NOBODY, type AuditTrail } from '../audit/audit-log.js';
import { Refusal } from '../problems/refusal.js';
import type { Guesser } from '../requests/rate-limit.js';
import { isInForce } from './account.js';
import type { Accounts, StoredAccount } from './accounts.js';
import { tooManyAttempts, type AttemptLimits } from './attempt-limits.js';
import { PasswordQueueFullError, type PasswordHash, type PasswordHasher } from './password-hash.js';

export interface SignInParts {
  readonly accounts: Accounts;
  readonly hasher: PasswordHasher;
  readonly limits: AttemptLimits;
  readonly audit: AuditTrail;
}

/** Seconds after which the queue of password checks has surely moved on. */
const QUEUE_RETRY_SECONDS = 10;

/** @throws {Refusal} `WRONG_CREDENTIALS`, `TOO_MANY_ATTEMPTS` */
export async function signIn(
  { accounts, hasher, limits, audit }: SignInParts,
  name: string,
  password: string,
  { address, tell }: Guesser,
): Promise<StoredAccount> {
  tell(await limits.take(name, address));
  const stored = await accounts.findByName(name);
  const matches = await verifyPassword(hasher, password, stored?.password);
  const reason = reasonAgainst(stored, matches);
  if (reason !== undefined || stored === undefined) {
    const subject = stored?.account.id;
    await audit.append({
      by: NOBODY,
      action: 'session.refused',
      ...(subject !== undefined && { subject }),
      details: { method: 'password', reason: reason ?? '' },
    });
    throw new Refusal('WRONG_CREDENTIALS');
  }
  await limits.succeeded(name, address);
  return stored;
}

/** For the audit log only: the answer is the same for all of them. */
function reasonAgainst(stored: StoredAccount | undefined, matches: boolean): string | undefined {
  if (stored === undefined) return 'unknownAccount';
  if (stored.password === undefined) return 'noPassword';
  if (!matches) return 'wrongPassword';
  return isInForce(stored.account) ? undefined : 'suspended';
}

/** @throws {Refusal} `TOO_MANY_ATTEMPTS` when too many passwords wait to be checked */
export function verifyPassword(
  hasher: PasswordHasher,
  password: string,
  stored: PasswordHash | undefined,
): Promise<boolean> {
  return inQueue(() => hasher.verify(password, stored));
}

/** @throws {Refusal} as `verifyPassword` */
export function hashPassword(hasher: PasswordHasher, password: string): Promise<PasswordHash> {
  return inQueue(() => hasher.hash(password));
}

async function inQueue<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof PasswordQueueFullError)) throw cause;
    throw tooManyAttempts(QUEUE_RETRY_SECONDS, { cause });
  }
}
