/**
 * Accounts as those see them who look after them.
 *
 * @module
 */
import type { Db } from '../store/database.js';
import { onDatabase } from '../store/failure.js';
import { fromCursor, toCursor, type Page } from '../store/text-cursor.js';
import { accountOf, selectAccounts, type AccountRow } from './account-rows.js';
import { ACCOUNT_STATES, type Account, type AccountState } from './account.js';

export interface ListedAccount {
  readonly account: Account;
  readonly state: AccountState;
  readonly createdAt: string;
}

export interface AccountFilter {
  /** Only accounts of this organization. */
  readonly organizationId?: string | undefined;
  readonly state?: AccountState | undefined;
}

export class AccountList {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async find(id: string): Promise<ListedAccount | undefined> {
    const row = await onDatabase(() => selectAccounts(this.#db).where('a.id', '=', id).executeTakeFirst());
    return row && listed(row);
  }

  /** By name, ascending. @param cursor Of an earlier page; an unknown one ends the list. */
  async list(filter: AccountFilter, limit: number, cursor?: string): Promise<Page<ListedAccount>> {
    const after = cursor === undefined ? '' : fromCursor(cursor);
    if (after === undefined) return { items: [], nextCursor: null };
    const { organizationId, state } = filter;
    const rows = await onDatabase(() =>
      selectAccounts(this.#db)
        .where('a.name', '>', after)
        .$if(organizationId !== undefined, (query) =>
          query.where('a.organization_id', '=', organizationId ?? ''),
        )
        .$if(state === 'suspended', (query) => query.where('a.suspended_at', 'is not', null))
        .$if(state === 'active' || state === 'invited', (query) =>
          query
            .where('a.suspended_at', 'is', null)
            .where('a.password', state === 'active' ? 'is not' : 'is', null),
        )
        .orderBy('a.name')
        .limit(limit + 1)
        .execute(),
    );
    const items = rows.slice(0, limit).map(listed);
    return { items, nextCursor: rows.length > limit ? toCursor(items.at(-1)?.account.name ?? '') : null };
  }
}

const [INVITED, ACTIVE, SUSPENDED] = ACCOUNT_STATES;

export function listed(row: AccountRow): ListedAccount {
  const active = row.password === null ? INVITED : ACTIVE;
  return {
    account: accountOf(row),
    state: row.suspended_at === null ? active : SUSPENDED,
    createdAt: row.created_at.toISOString(),
  };
}
