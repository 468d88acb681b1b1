/**
 * Finding accounts. Every method rejects with `UnavailableError` when the database cannot be asked.
 *
 * @module
 */
import type { Db } from '../store/database.js';
import { onDatabase } from '../store/failure.js';
import { accountOf, selectAccounts } from './account-rows.js';
import type { Account } from './account.js';
import type { PasswordHash } from './password-hash.js';

/** An account with what proves its password; never leaves the accounts folder. */
export interface StoredAccount {
  readonly account: Account;
  /** Absent until its owner has set one. */
  readonly password: PasswordHash | undefined;
}

export class Accounts {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** @param name As it was made, case included. */
  async findByName(name: string): Promise<StoredAccount | undefined> {
    const row = await onDatabase(() =>
      selectAccounts(this.#db).where('a.name', '=', name).executeTakeFirst(),
    );
    return (
      row && { account: accountOf(row), password: (row.password ?? undefined) as PasswordHash | undefined }
    );
  }

  async findById(id: string): Promise<Account | undefined> {
    const row = await onDatabase(() => selectAccounts(this.#db).where('a.id', '=', id).executeTakeFirst());
    return row && accountOf(row);
  }
}
