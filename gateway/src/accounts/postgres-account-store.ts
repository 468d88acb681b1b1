/**
 * Accounts in PostgreSQL (store/migrations/0100-accounts.ts).
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import type { Generated, Selectable } from 'kysely';
import type { Db } from '../store/database.js';
import { onDatabase } from '../store/failure.js';
import {
  ROLES,
  type Account,
  type AccountStore,
  type NewAccount,
  type Role,
  type StoredAccount,
} from './account.js';
import type { PasswordHash } from './password-hash.js';

export interface AccountTable {
  id: string;
  name: string;
  password: string;
  roles: string[];
  organization_name: string | null;
  taxpayer_id: string | null;
  created_at: Generated<Date>;
  disabled_at: Date | null;
}

declare module '../store/tables.js' {
  interface Database {
    account: AccountTable;
  }
}

export class PostgresAccountStore implements AccountStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async findByName(name: string): Promise<StoredAccount | undefined> {
    const row = await onDatabase(() =>
      this.#db.selectFrom('account').selectAll().where('name', '=', name).executeTakeFirst(),
    );
    return row && { account: accountOf(row), password: row.password as PasswordHash };
  }

  async findById(id: string): Promise<Account | undefined> {
    const row = await onDatabase(() =>
      this.#db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst(),
    );
    return row && accountOf(row);
  }

  async upsert({ name, roles, organization, password }: NewAccount): Promise<Account> {
    const told = {
      password,
      roles: [...roles],
      organization_name: organization?.name ?? null,
      taxpayer_id: organization?.taxId ?? null,
    };
    const id = `acc_${randomBytes(12).toString('base64url')}`;
    const row = await onDatabase(() =>
      this.#db
        .insertInto('account')
        .values({ id, name, ...told })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(told))
        .returningAll()
        .executeTakeFirstOrThrow(),
    );
    return accountOf(row);
  }
}

function accountOf(row: Selectable<AccountTable>): Account {
  const { id, name, organization_name, taxpayer_id, disabled_at } = row;
  const roles = ROLES.filter((role: Role) => row.roles.includes(role));
  const organization =
    organization_name !== null && taxpayer_id !== null
      ? { name: organization_name, taxId: taxpayer_id }
      : undefined;
  return {
    id,
    name,
    roles,
    ...(organization && { organization }),
    disabledAt: disabled_at?.toISOString() ?? null,
  };
}
