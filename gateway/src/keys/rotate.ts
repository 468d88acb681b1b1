/**
 * Rotation: what was wrapped is wrapped anew, and no sealed document is touched. May run beside gateways: they take
 * the new key up within a minute, and read what either key wrapped meanwhile. Cut short, it goes on when it is run again.
 *
 * @module
 */
import { sql } from 'kysely';

import type { Db } from '../store/database.js';
import { addWrappingKey, KeyRing, placeOfWrappingKey, unwrap, wrappingKeys } from './key-ring.js';
import type { MasterKeys } from './master-keys.js';
import { countValues, rewrapValues } from './rewrap-values.js';
import { rewrapDocument } from './sealed-document.js';

const CHUNK = 1_000;
/** Longer than any gateway goes on wrapping with a key that was retired (follow-rotation.ts). */
const RETIRED_MINUTES = 60;

export interface RotationReport {
  /** Id of the wrapping key in force. */
  readonly active: number;
  /** Documents whose keys were wrapped anew. */
  readonly documents: number;
  /** Values that were sealed anew. */
  readonly values: number;
  /** Documents whose keys do not unwrap, values that do not open: fsck names the documents. */
  readonly damaged: number;
  /** Wrapping keys that are gone for good. */
  readonly destroyed: readonly number[];
  /** Master keys that something is still wrapped by. */
  readonly masterKeys: readonly string[];
}

/** @param master With the new master key in force already, if that is rotated too. */
export async function rotateKeys(
  db: Db,
  master: MasterKeys,
  progress: (documents: number) => void = () => undefined,
): Promise<RotationReport> {
  await replaceActive(db, master);
  await rewrapWrappingKeys(db, master);
  const ring = await KeyRing.open(db, master);
  const documents = await rewrapDocuments(db, ring, progress);
  const values = await rewrapValues(db, ring);
  const destroyed = await destroyUnused(db);
  const left = await wrappingKeys(db);
  const masterKeys = [...new Set(left.map(({ master_key }) => master_key))];
  return {
    active: ring.active,
    documents: documents.documents,
    values: values.values,
    damaged: documents.damaged + values.damaged,
    destroyed,
    masterKeys,
  };
}

async function replaceActive(db: Db, master: MasterKeys): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('wrapping_key')
      .set({ retired_at: new Date() })
      .where('purpose', '=', 'documents')
      .where('retired_at', 'is', null)
      .execute();
    await addWrappingKey(trx, master, 'documents');
  });
}

/** Under the master key in force: whatever an older one wrapped it opens no more. */
async function rewrapWrappingKeys(db: Db, master: MasterKeys): Promise<void> {
  for (const row of await wrappingKeys(db)) {
    const key = await unwrap(master, row);
    const { masterKey, wrapped } = await master.wrap(key, placeOfWrappingKey(row.id, row.purpose));
    await db
      .updateTable('wrapping_key')
      .set({ master_key: masterKey, wrapped: Buffer.from(wrapped) })
      .where('id', '=', row.id)
      .execute();
  }
}

interface WrappedRow {
  readonly entry: number;
  readonly id: string;
  readonly key_id: number;
  readonly wrapped: Buffer;
}

async function rewrapDocuments(
  db: Db,
  ring: KeyRing,
  progress: (documents: number) => void,
): Promise<{ readonly documents: number; readonly damaged: number }> {
  let [documents, damaged] = [0, 0];
  for (let after = 0; ;) {
    // Both sides say where to begin: a merge would read the other from its first entry, for each chunk anew.
    const { rows } = await sql<WrappedRow>`
      select d.entry, i.id, d.key_id, d.wrapped from document d join stored_document i using (entry)
      where d.entry > ${after} and i.entry > ${after} and d.key_id <> ${ring.active} order by d.entry limit ${CHUNK}`.execute(
      db,
    );
    const last = rows.at(-1);
    if (last === undefined) return { documents, damaged };
    const done = rows.flatMap((row) => rewrapped(ring, row) ?? []);
    await sql`
      update document d set key_id = ${ring.active}, wrapped = t.wrapped
      from unnest(${done.map(({ entry }) => entry)}::bigint[], ${done.map(({ wrapped }) => wrapped)}::bytea[]) as t (entry, wrapped)
      where d.entry = t.entry`.execute(db);
    documents += done.length;
    damaged += rows.length - done.length;
    progress(documents);
    after = last.entry;
  }
}

/** @returns `undefined` for one that is damaged: it stays as it is. */
function rewrapped(
  ring: KeyRing,
  { entry, id, key_id, wrapped }: WrappedRow,
): { readonly entry: number; readonly wrapped: Buffer } | undefined {
  try {
    return { entry, wrapped: rewrapDocument(ring.key(key_id), ring.key(ring.active), id, wrapped) };
  } catch {
    return undefined;
  }
}

/** Keys by which nothing is wrapped or sealed any more, and with which no gateway can be wrapping now. */
async function destroyUnused(db: Db): Promise<number[]> {
  const used = new Set((await countValues(db)).map(({ keyId }) => keyId));
  const { rows } = await sql<{ id: number }>`
    select id from wrapping_key k where purpose = 'documents'
      and retired_at < now() - make_interval(mins => ${RETIRED_MINUTES})
      and not exists (select from document d where d.key_id = k.id)`.execute(db);
  const unused = rows.map(({ id }) => id).filter((id) => !used.has(id));
  if (unused.length > 0) await db.deleteFrom('wrapping_key').where('id', 'in', unused).execute();
  return unused;
}
