/**
 * Looking after accounts: making them, giving and taking roles, suspending, resetting. Whose accounts a caller looks
 * after was checked before (rights/table.ts); which roles he may give or touch is checked here.
 *
 * @module
 */
import { sql } from 'kysely';
import type { AuditAction } from '../audit/audit-actions.js';
import { OPERATOR, type Actor, type AuditLog } from '../audit/audit-log.js';
import type { Identity } from '../oidc/identity-provider.js';
import '../oidc/logins.js';
import { Refusal } from '../problems/refusal.js';
import type { StateCheck } from '../requests/entity-tags.js';
import type { Organization } from '../rights/right.js';
import { endSessionsOf, type SessionEnd } from '../sessions/session-rows.js';
import type { Db } from '../store/database.js';
import { revokeKeysOf } from '../api-keys/api-key-rows.js';
import { isUniqueViolation, onDatabase } from '../store/failure.js';
import { newId, accountOf, selectAccounts } from './account-rows.js';
import { isInForce, type Account, type AccountOrganization, type Role } from './account.js';
import { listed, type ListedAccount } from './account-list.js';
import { newAccountSetup, type AccountSetup } from './account-setup.js';
import { assertRolesFit, assertTouchable } from './role-checks.js';

export interface AdministrationParts {
  readonly db: Db;
  readonly audit: AuditLog;
  readonly now: () => Date;
  readonly gateway: Organization;
}

/** Who looks after accounts. */
export interface Administrator {
  readonly actor: Actor;
  /** An administrator of the host, or the operator of the machine: may give every role. */
  readonly isOfHost: boolean;
}

/** Refuses an account that the change was not made for. */
export type AccountCheck = StateCheck<ListedAccount> | undefined;

/** A command on the machine of the gateway. */
export const OPERATING: Administrator = { actor: OPERATOR, isOfHost: true };

export interface NewAccount {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly organization: AccountOrganization;
}

export class Administration {
  readonly #parts: AdministrationParts;

  constructor(parts: AdministrationParts) {
    this.#parts = parts;
  }

  /** @throws {Refusal} `ACCOUNT_EXISTS`, `ROLE_MISPLACED`, `ROLES_APART`, `ROLE_NOT_GRANTABLE` */
  async create(
    by: Administrator,
    { name, roles, organization }: NewAccount,
  ): Promise<{ readonly id: string; readonly setup: AccountSetup }> {
    assertRolesFit(roles, this.#parts.gateway, organization);
    assertTouchable(by, roles);
    const id = newId('acc');
    try {
      const setup = await this.#inTransaction(async (trx, at) => {
        const row = { id, name, roles: [...roles], organization_id: organization.id, password: null };
        await trx.insertInto('account').values(row).execute();
        const made = await newAccountSetup(trx, id, at);
        const details = { roles: [...roles], organization: organization.id };
        await this.#told(trx, by, 'account.created', id, details);
        return made;
      });
      return { id, setup };
    } catch (error) {
      throw isUniqueViolation(error) ? new Refusal('ACCOUNT_EXISTS', { cause: error }) : error;
    }
  }

  /** Ends the sessions of the account: what it may is told anew at the next signing in. */
  changeRoles(by: Administrator, id: string, roles: readonly Role[], check?: AccountCheck): Promise<void> {
    return this.#change({ by, id, check }, async (trx, account, at) => {
      assertRolesFit(roles, this.#parts.gateway, account.organization);
      assertTouchable(by, roles);
      await trx
        .updateTable('account')
        .set({ roles: [...roles] })
        .where('id', '=', id)
        .execute();
      const details = { before: [...account.roles], after: [...roles] };
      await this.#endSessions(trx, id, 'roleChange', at);
      await this.#told(trx, by, 'account.rolesChanged', id, details);
    });
  }

  /**
   * Whoever signs in as the identity is the account from now on; its sessions end.
   *
   * @throws {Refusal} `IDENTITY_IN_USE`
   */
  async bindIdentity(
    by: Administrator,
    id: string,
    { issuer, subject }: Identity,
    check?: AccountCheck,
  ): Promise<void> {
    try {
      await this.#change({ by, id, check }, async (trx, _account, at) => {
        const row = { issuer, subject, bound_at: at };
        await trx
          .insertInto('account_identity')
          .values({ account_id: id, ...row })
          .onConflict((conflict) => conflict.column('account_id').doUpdateSet(row))
          .execute();
        await this.#endSessions(trx, id, 'identityChange', at);
        await this.#told(trx, by, 'account.identityBound', id, { issuer });
      });
    } catch (error) {
      throw isUniqueViolation(error) ? new Refusal('IDENTITY_IN_USE', { cause: error }) : error;
    }
  }

  unbindIdentity(by: Administrator, id: string, check?: AccountCheck): Promise<void> {
    return this.#change({ by, id, check }, async (trx, _account, at) => {
      if (!(await this.#takeIdentity(trx, id))) return;
      await this.#endSessions(trx, id, 'identityChange', at);
      await this.#told(trx, by, 'account.identityUnbound', id);
    });
  }

  suspend(by: Administrator, id: string, check?: AccountCheck): Promise<void> {
    return this.#change({ by, id, check }, async (trx, account, at) => {
      if (account.suspendedAt !== null) return;
      await trx.updateTable('account').set({ suspended_at: at }).where('id', '=', id).execute();
      await this.#endSessions(trx, id, 'suspension', at);
      await this.#told(trx, by, 'account.suspended', id);
    });
  }

  resume(by: Administrator, id: string, check?: AccountCheck): Promise<void> {
    return this.#change({ by, id, check }, async (trx, account) => {
      if (account.suspendedAt === null) return;
      await trx.updateTable('account').set({ suspended_at: null }).where('id', '=', id).execute();
      await this.#told(trx, by, 'account.resumed', id);
    });
  }

  /**
   * Takes the password, the API keys and the identity away and gives a secret to set another password: whoever had the
   * account, by whichever door, has it no more.
   */
  async reset(by: Administrator, id: string, check?: AccountCheck): Promise<AccountSetup> {
    let setup: AccountSetup | undefined;
    await this.#change({ by, id, check }, async (trx, _account, at) => {
      await trx.updateTable('account').set({ password: null }).where('id', '=', id).execute();
      await this.#endSessions(trx, id, 'reset', at);
      const apiKeys = await revokeKeysOf(trx, { accountId: id, at });
      if (await this.#takeIdentity(trx, id)) await this.#told(trx, by, 'account.identityUnbound', id);
      setup = await newAccountSetup(trx, id, at);
      await this.#told(trx, by, 'account.reset', id, { apiKeys });
    });
    if (setup === undefined) throw new Error('a reset without a setup');
    return setup;
  }

  /**
   * Changes of accounts come one after another, so that two administrators who suspend each other at once do not both
   * succeed; and nobody changes himself: he could not be put right by himself either.
   */
  #change(
    { by, id, check }: Change,
    work: (trx: Db, account: Account, at: Date) => Promise<void>,
  ): Promise<void> {
    if (by.actor.id === id) throw new Refusal('OWN_ACCOUNT');
    return this.#inTransaction(async (trx, at) => {
      await sql`select pg_advisory_xact_lock(${CHANGING})`.execute(trx);
      const row = await selectAccounts(trx).where('a.id', '=', id).executeTakeFirst();
      if (row === undefined) throw new Refusal('ACCOUNT_NOT_FOUND');
      await assertStillInForce(trx, by);
      const account = accountOf(row);
      assertTouchable(by, account.roles);
      check?.(listed(row));
      await work(trx, account, at);
    });
  }

  /** @returns Whether it had one. */
  async #takeIdentity(trx: Db, id: string): Promise<boolean> {
    const taken = await trx.deleteFrom('account_identity').where('account_id', '=', id).executeTakeFirst();
    return taken.numDeletedRows > 0n;
  }

  #endSessions(trx: Db, id: string, reason: SessionEnd, at: Date): Promise<number> {
    return endSessionsOf(trx, { accountIds: [id], reason, at });
  }

  #told(
    trx: Db,
    by: Administrator,
    action: Extract<AuditAction, `account.${string}`>,
    subject: string,
    details: Readonly<Record<string, string | string[]>> = {},
  ): Promise<void> {
    return this.#parts.audit.within(trx, { by: by.actor, action, subject, details });
  }

  #inTransaction<T>(work: (trx: Db, at: Date) => Promise<T>): Promise<T> {
    const { db, now } = this.#parts;
    return onDatabase(() => db.transaction().execute((trx) => work(trx, now())));
  }
}

interface Change {
  readonly by: Administrator;
  readonly id: string;
  readonly check: AccountCheck;
}

const CHANGING = 0x63686f71;

/** Another administrator may have come first: whoever was suspended meanwhile changes nothing any more. */
async function assertStillInForce(trx: Db, { actor }: Administrator): Promise<void> {
  if (actor === OPERATOR) return;
  const row = await selectAccounts(trx).where('a.id', '=', actor.id).executeTakeFirst();
  const account = row && accountOf(row);
  if (account === undefined || !isInForce(account) || !account.roles.includes('administrator'))
    throw new Refusal('ROLE_REQUIRED', { parameters: { roles: 'administrator' } });
}
