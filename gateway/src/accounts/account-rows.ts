/**
 * Rows of accounts and organizations (store/migrations/0100, 0102), and what they say.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import type { Generated, Selectable } from 'kysely';
import type { Db } from '../store/database.js';
import { ROLES, type Account, type AccountOrganization, type OrganizationKind } from './account.js';

export interface OrganizationTable {
  id: string;
  kind: OrganizationKind;
  name: string;
  tax_id: string;
  host: Generated<boolean>;
  created_at: Generated<Date>;
  suspended_at: Date | null;
}

export interface AccountTable {
  id: string;
  name: string;
  password: string | null;
  roles: string[];
  organization_id: string | null;
  demo: Generated<boolean>;
  created_at: Generated<Date>;
  suspended_at: Date | null;
}

declare module '../store/tables.js' {
  interface Database {
    organization: OrganizationTable;
    account: AccountTable;
  }
}

/** An opaque id: prefix and 96 random bits. */
export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString('base64url')}`;
}

/** Accounts, each with its organization in columns `o_…`. */
export function selectAccounts(db: Db) {
  return db
    .selectFrom('account as a')
    .leftJoin('organization as o', 'o.id', 'a.organization_id')
    .select(['a.id', 'a.name', 'a.password', 'a.roles', 'a.demo', 'a.created_at', 'a.suspended_at'])
    .select([
      'o.id as o_id',
      'o.kind as o_kind',
      'o.name as o_name',
      'o.tax_id as o_tax_id',
      'o.host as o_host',
      'o.suspended_at as o_suspended_at',
    ]);
}

export type AccountRow = Awaited<ReturnType<ReturnType<typeof selectAccounts>['executeTakeFirstOrThrow']>>;

export function accountOf(row: AccountRow): Account {
  const organization = organizationIn(row);
  return {
    id: row.id,
    name: row.name,
    roles: ROLES.filter((role) => row.roles.includes(role)),
    ...(organization && { organization }),
    suspendedAt: row.suspended_at?.toISOString() ?? null,
  };
}

export function organizationOf(row: Omit<Selectable<OrganizationTable>, 'created_at'>): AccountOrganization {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    taxId: row.tax_id,
    isHost: row.host,
    suspendedAt: row.suspended_at?.toISOString() ?? null,
  };
}

function organizationIn(row: AccountRow): AccountOrganization | undefined {
  const { o_id: id, o_kind: kind, o_name: name, o_tax_id: tax_id, o_host: host } = row;
  if (id === null || kind === null || name === null || tax_id === null || host === null) return undefined;
  return organizationOf({ id, kind, name, tax_id, host, suspended_at: row.o_suspended_at });
}
