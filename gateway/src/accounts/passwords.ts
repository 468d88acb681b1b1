/**
 * Setting passwords: with the old one, or with a setup secret. Either ends the sessions of the account.
 *
 * @module
 */
import type { AuditLog } from '../audit/audit-log.js';
import { refusalOf, Refusal } from '../problems/refusal.js';
import type { Guesser } from '../requests/rate-limit.js';
import { endSessionsOf } from '../sessions/session-rows.js';
import type { Db } from '../store/database.js';
import { onDatabase } from '../store/failure.js';
import { isInForce, type Account } from './account.js';
import { findAccountSetup, useAccountSetup } from './account-setup.js';
import type { Accounts } from './accounts.js';
import type { AttemptLimits } from './attempt-limits.js';
import type { PasswordHasher } from './password-hash.js';
import { passwordFaults } from './password-rules.js';
import { hashPassword, verifyPassword } from './sign-in.js';

export interface PasswordParts {
  readonly db: Db;
  readonly accounts: Accounts;
  readonly hasher: PasswordHasher;
  readonly limits: AttemptLimits;
  readonly audit: AuditLog;
  readonly now: () => Date;
}

export interface PasswordChange {
  readonly account: Account;
  /** Goes on; the others end. */
  readonly sessionId: string | undefined;
  readonly guesser: Guesser;
  readonly currentPassword: string;
  readonly newPassword: string;
}

export class Passwords {
  readonly #parts: PasswordParts;

  constructor(parts: PasswordParts) {
    this.#parts = parts;
  }

  /** @throws {Refusal} `CURRENT_PASSWORD_WRONG`, `PASSWORD_REFUSED`, `TOO_MANY_ATTEMPTS` */
  async change({ account, sessionId, guesser, ...passwords }: PasswordChange): Promise<void> {
    const { accounts, hasher, limits } = this.#parts;
    const { address, tell } = guesser;
    tell(await limits.take(account.name, address));
    const stored = await accounts.findByName(account.name);
    if (!(await verifyPassword(hasher, passwords.currentPassword, stored?.password)))
      throw new Refusal('CURRENT_PASSWORD_WRONG');
    await limits.succeeded(account.name, address);
    assertAllowed(passwords.newPassword, account, '/newPassword');
    const hash = await hashPassword(hasher, passwords.newPassword);
    await this.#inTransaction(async (trx, at) => {
      await trx.updateTable('account').set({ password: hash }).where('id', '=', account.id).execute();
      const ended = await endSessionsOf(trx, {
        accountIds: [account.id],
        reason: 'passwordChange',
        at,
        except: sessionId,
      });
      await this.#parts.audit.within(trx, {
        by: account,
        action: 'password.changed',
        subject: account.id,
        details: { sessions: ended },
      });
    });
  }

  /** Sets a password by a setup secret. @throws {Refusal} `SETUP_SECRET_INVALID`, `PASSWORD_REFUSED` */
  async setUp(secret: string, password: string): Promise<void> {
    const { hasher, limits, audit } = this.#parts;
    const { account } = await this.previewSetup(secret);
    assertAllowed(password, account, '/password');
    const hash = await hashPassword(hasher, password);
    await this.#inTransaction(async (trx, at) => {
      if (!(await useAccountSetup(trx, secret, at))) throw new Refusal('SETUP_SECRET_INVALID');
      await trx.updateTable('account').set({ password: hash }).where('id', '=', account.id).execute();
      await endSessionsOf(trx, { accountIds: [account.id], reason: 'reset', at });
      await audit.within(trx, { by: account, action: 'account.setUp', subject: account.id });
    });
    await limits.forgive(account.name);
  }

  /** What a setup secret is for; it counts as before. @throws {Refusal} `SETUP_SECRET_INVALID`, whatever is wrong with it */
  async previewSetup(secret: string): Promise<{ readonly account: Account; readonly expiresAt: Date }> {
    const { db, accounts, now } = this.#parts;
    const setup = await onDatabase(() => findAccountSetup(db, secret, now()));
    const account = setup && (await accounts.findById(setup.accountId));
    if (setup === undefined || account === undefined || !isInForce(account))
      throw new Refusal('SETUP_SECRET_INVALID');
    return { account, expiresAt: setup.expiresAt };
  }

  #inTransaction<T>(work: (trx: Db, at: Date) => Promise<T>): Promise<T> {
    const { db, now } = this.#parts;
    return onDatabase(() => db.transaction().execute((trx) => work(trx, now())));
  }
}

function assertAllowed(password: string, { name, organization }: Account, pointer: string): void {
  const about = [name, organization?.name, organization?.taxId].filter((word) => word !== undefined);
  const faults = passwordFaults(password, about, pointer);
  if (faults.length > 0) throw refusalOf('PASSWORD_REFUSED', faults);
}
