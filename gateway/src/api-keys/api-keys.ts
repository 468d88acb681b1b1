/**
 * API keys: how programs act for an account. A key is shown once, carries a part of the account's rights, and ends by
 * itself; whoever holds it long gets another before that (rotation), with a time in which both count.
 *
 * @module
 */
import { newId } from '../accounts/account-rows.js';
import type { Account } from '../accounts/account.js';
import { hashOfSecret, newBearerSecret } from '../accounts/bearer-secret.js';
import type { Actor, AuditLog } from '../audit/audit-log.js';
import { Refusal } from '../problems/refusal.js';
import type { Organization } from '../rights/right.js';
import type { Scope } from '../rights/scope.js';
import type { Db } from '../store/database.js';
import { onDatabase } from '../store/failure.js';
import { apiKeyOf, revokeKeysOf, scopesOf, stateOf, type ApiKey } from './api-key-rows.js';
import { scopesOpenTo } from './open-scopes.js';

export interface ApiKeyParts {
  readonly db: Db;
  readonly audit: AuditLog;
  readonly now: () => Date;
  readonly gateway: Organization;
}

export interface NewApiKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly days: number;
}

/** A key, shown this once. */
export interface ShownApiKey {
  readonly key: ApiKey;
  readonly secret: string;
}

export const API_KEY_PREFIX = 'ck';

/** Prefix and eight of 43 characters: enough to tell one's keys apart, and 208 bits are left to guess. */
const HINT_LENGTH = API_KEY_PREFIX.length + 1 + 8;

/** Keys of an account that count at a time. */
export const MAX_API_KEYS = 20;

/** Most that a list tells, the newest. */
const MAX_LISTED = 100;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Ended keys stay this long, for who asks what became of one. */
const KEPT_MS = 90 * DAY_MS;

interface Described {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export class ApiKeys {
  readonly #parts: ApiKeyParts;

  constructor(parts: ApiKeyParts) {
    this.#parts = parts;
  }

  /** @throws {Refusal} `SCOPE_NOT_YOURS`, `API_KEY_LIMIT` */
  create(account: Account, { name, scopes, days }: NewApiKey): Promise<ShownApiKey> {
    const open = scopesOpenTo(account, this.#parts.gateway);
    const closed = scopes.filter((scope) => !open.includes(scope));
    if (closed.length > 0)
      throw new Refusal('SCOPE_NOT_YOURS', { parameters: { scopes: closed.join(', ') } });
    return this.#inTransaction(async (trx, at) => {
      await holdAccount(trx, account.id);
      if ((await countActive(trx, account.id, at)) >= MAX_API_KEYS)
        throw new Refusal('API_KEY_LIMIT', { parameters: { limit: MAX_API_KEYS } });
      const expiresAt = new Date(at.getTime() + days * DAY_MS);
      const shown = await insertKey(trx, account.id, { name, scopes, createdAt: at, expiresAt });
      await this.#parts.audit.within(trx, {
        by: { id: account.id },
        action: 'apiKey.created',
        subject: shown.key.id,
        details: { account: account.id, scopes: [...scopes], expiresAt: expiresAt.toISOString() },
      });
      return shown;
    });
  }

  /** Those of an account, newest first. */
  async list(accountId: string): Promise<ApiKey[]> {
    const { db, now } = this.#parts;
    const rows = await onDatabase(() =>
      db
        .selectFrom('api_key')
        .selectAll()
        .where('account_id', '=', accountId)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .limit(MAX_LISTED)
        .execute(),
    );
    return rows.map((row) => apiKeyOf(row, now()));
  }

  /**
   * A key in the place of another, with its name, scopes and life time; the old one counts some hours more.
   *
   * @throws {Refusal} `API_KEY_NOT_FOUND`, `API_KEY_ENDED`
   */
  rotate(accountId: string, id: string, overlapHours: number): Promise<ShownApiKey> {
    return this.#inTransaction(async (trx, at) => {
      await holdAccount(trx, accountId);
      const old = await trx
        .selectFrom('api_key')
        .selectAll()
        .where('id', '=', id)
        .where('account_id', '=', accountId)
        .executeTakeFirst();
      if (old === undefined) throw new Refusal('API_KEY_NOT_FOUND');
      if (stateOf(old, at) !== 'active' || old.replaced_by !== null) throw new Refusal('API_KEY_ENDED');
      const life = old.expires_at.getTime() - old.created_at.getTime();
      const shown = await insertKey(trx, accountId, {
        name: old.name,
        scopes: scopesOf(old),
        createdAt: at,
        expiresAt: new Date(at.getTime() + life),
      });
      const end = new Date(Math.min(old.expires_at.getTime(), at.getTime() + overlapHours * HOUR_MS));
      await trx
        .updateTable('api_key')
        .set({ expires_at: end, replaced_by: shown.key.id })
        .where('id', '=', id)
        .execute();
      await this.#parts.audit.within(trx, {
        by: { id: accountId },
        action: 'apiKey.rotated',
        subject: id,
        details: { account: accountId, replacedBy: shown.key.id, countsUntil: end.toISOString() },
      });
      return shown;
    });
  }

  /** From now on it counts no more. @throws {Refusal} `API_KEY_NOT_FOUND`; revoked twice is revoked */
  revoke(by: Actor, accountId: string, id: string): Promise<void> {
    return this.#inTransaction(async (trx, at) => {
      const revoked = await revokeKeysOf(trx, { accountId, at, only: id });
      if (revoked.length === 0) return assertKnown(trx, accountId, id);
      await this.#parts.audit.within(trx, {
        by,
        action: 'apiKey.revoked',
        subject: id,
        details: { account: accountId },
      });
    });
  }

  /** Forgets keys that ended long ago. */
  async clean(): Promise<void> {
    const before = new Date(this.#parts.now().getTime() - KEPT_MS);
    await this.#parts.db
      .deleteFrom('api_key')
      .where((key) => key.or([key('expires_at', '<', before), key('revoked_at', '<', before)]))
      .execute();
  }

  #inTransaction<T>(work: (trx: Db, at: Date) => Promise<T>): Promise<T> {
    const { db, now } = this.#parts;
    return onDatabase(() => db.transaction().execute((trx) => work(trx, now())));
  }
}

/** Changes of one account's keys come one after another. */
async function holdAccount(trx: Db, accountId: string): Promise<void> {
  await trx.selectFrom('account').select('id').where('id', '=', accountId).forUpdate().execute();
}

async function countActive(trx: Db, accountId: string, at: Date): Promise<number> {
  const { count } = await trx
    .selectFrom('api_key')
    .select((key) => key.fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirstOrThrow();
  return count;
}

async function insertKey(
  trx: Db,
  accountId: string,
  { name, scopes, createdAt, expiresAt }: Described,
): Promise<ShownApiKey> {
  const secret = newBearerSecret(API_KEY_PREFIX);
  const row = await trx
    .insertInto('api_key')
    .values({
      id: newId('key'),
      account_id: accountId,
      name,
      hint: secret.slice(0, HINT_LENGTH),
      hash: hashOfSecret(secret),
      scopes: [...scopes],
      created_at: createdAt,
      expires_at: expiresAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { key: apiKeyOf(row, createdAt), secret };
}

async function assertKnown(trx: Db, accountId: string, id: string): Promise<void> {
  const known = await trx
    .selectFrom('api_key')
    .select('id')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  if (known === undefined) throw new Refusal('API_KEY_NOT_FOUND');
}
