/**
 * Organizations whose people have accounts here.
 *
 * @module
 */
import type { AuditLog } from '../audit/audit-log.js';
import { Refusal } from '../problems/refusal.js';
import type { StateCheck } from '../requests/entity-tags.js';
import { endSessionsOf } from '../sessions/session-rows.js';
import type { Db } from '../store/database.js';
import { isUniqueViolation, onDatabase } from '../store/failure.js';
import { fromCursor, toCursor, type Page } from '../store/text-cursor.js';
import { newId, organizationOf } from './account-rows.js';
import type { AccountOrganization, OrganizationKind } from './account.js';
import type { Administrator } from './administration.js';

export interface OrganizationParts {
  readonly db: Db;
  readonly audit: AuditLog;
  readonly now: () => Date;
}

export interface NewOrganization {
  readonly kind: OrganizationKind;
  readonly name: string;
  readonly taxId: string;
}

export interface OrganizationFilter {
  /** Only this one. */
  readonly id?: string | undefined;
  readonly taxId?: string | undefined;
}

/** Refuses an organization that the change was not made for. */
export type OrganizationCheck = StateCheck<AccountOrganization> | undefined;

export class Organizations {
  readonly #parts: OrganizationParts;

  constructor(parts: OrganizationParts) {
    this.#parts = parts;
  }

  async find(id: string): Promise<AccountOrganization | undefined> {
    const row = await onDatabase(() =>
      this.#parts.db.selectFrom('organization').selectAll().where('id', '=', id).executeTakeFirst(),
    );
    return row && organizationOf(row);
  }

  /** The one that runs this gateway, once there is one. */
  async host(): Promise<AccountOrganization | undefined> {
    const row = await onDatabase(() =>
      this.#parts.db.selectFrom('organization').selectAll().where('host', '=', true).executeTakeFirst(),
    );
    return row && organizationOf(row);
  }

  /** By taxpayer id, ascending. @param cursor Of an earlier page; an unknown one ends the list. */
  async list(filter: OrganizationFilter, limit: number, cursor?: string): Promise<Page<AccountOrganization>> {
    const after = cursor === undefined ? '' : fromCursor(cursor);
    if (after === undefined) return { items: [], nextCursor: null };
    const { id, taxId } = filter;
    const rows = await onDatabase(() =>
      this.#parts.db
        .selectFrom('organization')
        .selectAll()
        .where('tax_id', '>', after)
        .$if(id !== undefined, (query) => query.where('id', '=', id ?? ''))
        .$if(taxId !== undefined, (query) => query.where('tax_id', '=', taxId ?? ''))
        .orderBy('tax_id')
        .limit(limit + 1)
        .execute(),
    );
    const items = rows.slice(0, limit).map(organizationOf);
    return { items, nextCursor: rows.length > limit ? toCursor(items.at(-1)?.taxId ?? '') : null };
  }

  /**
   * @param host Whether it runs this gateway; there is one such.
   * @throws {Refusal} `ORGANIZATION_EXISTS`
   */
  async create(by: Administrator, described: NewOrganization, host = false): Promise<AccountOrganization> {
    const { kind, name, taxId } = described;
    const row = { id: newId('org'), kind, name, tax_id: taxId, host, suspended_at: null };
    try {
      await this.#inTransaction(async (trx) => {
        await trx.insertInto('organization').values(row).execute();
        const details = { kind, host };
        await this.#parts.audit.within(trx, {
          by: by.actor,
          action: 'organization.created',
          subject: row.id,
          details,
        });
      });
    } catch (error) {
      throw isUniqueViolation(error) ? new Refusal('ORGANIZATION_EXISTS', { cause: error }) : error;
    }
    return organizationOf(row);
  }

  /** Ends the sessions of all its accounts. @throws {Refusal} `ORGANIZATION_IS_HOST` */
  async suspend(
    by: Administrator,
    { id, isHost }: AccountOrganization,
    check?: OrganizationCheck,
  ): Promise<void> {
    if (isHost) throw new Refusal('ORGANIZATION_IS_HOST');
    await this.#inTransaction(async (trx, at) => {
      await assertState(trx, id, check);
      if (!(await setSuspended(trx, id, at))) return;
      const accounts = await trx
        .selectFrom('account')
        .select('id')
        .where('organization_id', '=', id)
        .execute();
      const accountIds = accounts.map((account) => account.id);
      const sessions = await endSessionsOf(trx, { accountIds, reason: 'suspension', at });
      await this.#parts.audit.within(trx, {
        by: by.actor,
        action: 'organization.suspended',
        subject: id,
        details: { accounts: accountIds.length, sessions },
      });
    });
  }

  async resume(by: Administrator, { id }: AccountOrganization, check?: OrganizationCheck): Promise<void> {
    await this.#inTransaction(async (trx) => {
      await assertState(trx, id, check);
      if (!(await setSuspended(trx, id, null))) return;
      await this.#parts.audit.within(trx, { by: by.actor, action: 'organization.resumed', subject: id });
    });
  }

  #inTransaction<T>(work: (trx: Db, at: Date) => Promise<T>): Promise<T> {
    const { db, now } = this.#parts;
    return onDatabase(() => db.transaction().execute((trx) => work(trx, now())));
  }
}

/** Until the transaction ends it stays as it was found. */
async function assertState(trx: Db, id: string, check: OrganizationCheck): Promise<void> {
  if (check === undefined) return;
  const rows = trx.selectFrom('organization').selectAll().where('id', '=', id).forUpdate();
  check(organizationOf(await rows.executeTakeFirstOrThrow()));
}

/** @returns Whether it was otherwise before. */
async function setSuspended(trx: Db, id: string, at: Date | null): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('organization')
    .set({ suspended_at: at })
    .where('id', '=', id)
    .where('suspended_at', at === null ? 'is not' : 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
