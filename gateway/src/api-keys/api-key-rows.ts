/**
 * Rows of API keys (store/migrations/0105-api-keys.ts), and revoking them.
 *
 * @module
 */
import type { Generated, Selectable } from 'kysely';
import { SCOPE_NAMES, type Scope } from '../rights/scope.js';
import type { Db } from '../store/database.js';

export interface ApiKeyTable {
  id: string;
  account_id: string;
  name: string;
  hint: string;
  hash: Buffer;
  scopes: string[];
  created_at: Date;
  expires_at: Date;
  last_used_at: Generated<Date | null>;
  replaced_by: Generated<string | null>;
  revoked_at: Generated<Date | null>;
}

declare module '../store/tables.js' {
  interface Database {
    api_key: ApiKeyTable;
  }
}

export const API_KEY_STATES = ['active', 'expired', 'revoked'] as const;
export type ApiKeyState = (typeof API_KEY_STATES)[number];

/** What is told of a key; the key itself is nowhere. Instants in RFC 3339 UTC. */
export interface ApiKey {
  /** Opaque, `key_…`. */
  readonly id: string;
  /** What its owner calls it. */
  readonly name: string;
  /** How it begins. */
  readonly hint: string;
  readonly scopes: readonly Scope[];
  readonly state: ApiKeyState;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** Some minutes late. */
  readonly lastUsedAt: string | null;
  /** Id of the key that takes its place; this one then ends soon. */
  readonly replacedBy: string | null;
  readonly revokedAt: string | null;
}

export function apiKeyOf(row: Selectable<ApiKeyTable>, now: Date): ApiKey {
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    scopes: scopesOf(row),
    state: stateOf(row, now),
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    replacedBy: row.replaced_by,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}

type Lifetime = Pick<Selectable<ApiKeyTable>, 'expires_at' | 'revoked_at'>;

export function stateOf({ expires_at, revoked_at }: Lifetime, now: Date): ApiKeyState {
  if (revoked_at !== null) return 'revoked';
  return expires_at > now ? 'active' : 'expired';
}

/** Those that this program knows; a scope that is gone opens nothing. */
export function scopesOf({ scopes }: { readonly scopes: readonly string[] }): Scope[] {
  return SCOPE_NAMES.filter((scope) => scopes.includes(scope));
}

export interface RevokedKeys {
  readonly accountId: string;
  readonly at: Date;
  /** One key alone. */
  readonly only?: string | undefined;
}

/** In the transaction of what makes them end: from its commit on none of them counts. @returns Their ids. */
export async function revokeKeysOf(trx: Db, { accountId, at, only }: RevokedKeys): Promise<string[]> {
  const rows = await trx
    .updateTable('api_key')
    .set({ revoked_at: at })
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .$if(only !== undefined, (query) => query.where('id', '=', only ?? ''))
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}
