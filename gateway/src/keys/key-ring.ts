/**
 * The wrapping keys of one database: what wraps the keys of documents, wrapped itself by a master key. The one in force
 * wraps what is new; those before it open what they wrapped until it is wrapped anew (rotate.ts). One more key, the index
 * key, never changes: tokens that are searched by are made with it.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';

import { sql } from 'kysely';

import type { Db } from '../store/database.js';
import type { WrappingPurpose } from '../store/tables.js';
import { KEY_BYTES } from './gcm.js';
import type { MasterKeys } from './master-keys.js';

interface Row {
  readonly id: number;
  readonly purpose: WrappingPurpose;
  readonly master_key: string;
  readonly wrapped: Buffer;
  readonly made_at: Date;
  readonly retired_at: Date | null;
}

/** A value names a wrapping key that is not in the database: it was destroyed, and the value with it. */
export class WrappingKeyMissingError extends Error {
  override readonly name = 'WrappingKeyMissingError';

  constructor(readonly id: number) {
    super(`wrapping key ${id} is not in the database`);
  }
}

export const placeOfWrappingKey = (id: number, purpose: WrappingPurpose): string =>
  `wrapping_key/${id}/${purpose}`;

export class KeyRing {
  readonly #db: Db;
  readonly #master: MasterKeys;
  readonly #keys = new Map<number, Uint8Array>();
  #active = 0;
  #index: Uint8Array = new Uint8Array(0);

  private constructor(db: Db, master: MasterKeys) {
    this.#db = db;
    this.#master = master;
  }

  /** Makes the first keys of an empty database. @throws {MasterKeyMissingError} @throws {SealBrokenError} */
  static async open(db: Db, master: MasterKeys): Promise<KeyRing> {
    for (const purpose of ['documents', 'index'] as const) await ensureKey(db, master, purpose);
    const ring = new KeyRing(db, master);
    await ring.refresh();
    return ring;
  }

  /** Id of the key that wraps what is new. */
  get active(): number {
    return this.#active;
  }

  get index(): Uint8Array {
    return this.#index;
  }

  /** All that open something, by id. */
  get keys(): ReadonlyMap<number, Uint8Array> {
    return this.#keys;
  }

  /** @throws {WrappingKeyMissingError} One that was not known at the last `refresh`. */
  key(id: number): Uint8Array {
    const key = this.#keys.get(id);
    if (key === undefined) throw new WrappingKeyMissingError(id);
    return key;
  }

  /** Looks into the database when one of these is not known: another process may have put it in force. */
  async know(ids: Iterable<number>): Promise<void> {
    for (const id of ids) {
      if (this.#keys.has(id)) continue;
      await this.refresh();
      return;
    }
  }

  async refresh(): Promise<void> {
    const rows = await wrappingKeys(this.#db);
    const present = new Set(rows.map(({ id }) => id));
    for (const id of this.#keys.keys()) if (!present.has(id)) this.#keys.delete(id);
    for (const row of rows) {
      if (!this.#keys.has(row.id)) this.#keys.set(row.id, await unwrap(this.#master, row));
      if (row.retired_at !== null) continue;
      if (row.purpose === 'index') this.#index = this.key(row.id);
      else this.#active = row.id;
    }
  }
}

export async function wrappingKeys(db: Db): Promise<Row[]> {
  return db
    .selectFrom('wrapping_key')
    .select(['id', 'purpose', 'master_key', 'wrapped', 'made_at', 'retired_at'])
    .orderBy('id')
    .execute();
}

export function unwrap(master: MasterKeys, row: Row): Promise<Uint8Array> {
  return master.unwrap(
    { masterKey: row.master_key, wrapped: row.wrapped },
    placeOfWrappingKey(row.id, row.purpose),
  );
}

/** A new key of the purpose; of two processes that make the first at once, one has its way. */
export async function addWrappingKey(
  db: Db,
  master: MasterKeys,
  purpose: WrappingPurpose,
  key: Uint8Array = randomBytes(KEY_BYTES),
): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('wrapping_key', 'id'))::int as id`.execute(db);
  const id = rows[0]?.id ?? 0;
  const { masterKey, wrapped } = await master.wrap(key, placeOfWrappingKey(id, purpose));
  await sql`
    insert into wrapping_key (id, purpose, master_key, wrapped) overriding system value
    values (${id}, ${purpose}, ${masterKey}, ${Buffer.from(wrapped)}) on conflict do nothing`.execute(db);
}

async function ensureKey(db: Db, master: MasterKeys, purpose: WrappingPurpose): Promise<void> {
  const found = await db
    .selectFrom('wrapping_key')
    .select('id')
    .where('purpose', '=', purpose)
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  if (found === undefined) await addWrappingKey(db, master, purpose);
}
