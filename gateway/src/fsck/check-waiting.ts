/**
 * Documents that wait, before they get a number: are their stored bytes those that were accepted?
 *
 * @module
 */
import { sql } from 'kysely';

import { contentOfRow, type MaybeSealed } from '../invoices/document-content.js';
import type { Store } from '../invoices/store.js';
import { voidBatch } from '../store/batches.js';
import type { Db } from '../store/database.js';
import type { FsckFinding } from './findings.js';

const CHUNK = 500;

interface Row extends MaybeSealed {
  readonly entry: number;
}

export async function checkWaiting(store: Store): Promise<FsckFinding[]> {
  return (await alteredWaiting(store)).map(({ id }) => ({
    code: 'DOCUMENT_ALTERED',
    subject: id,
    detail: 'its stored bytes are not those that were accepted (it waits, and has no number yet)',
  }));
}

/**
 * Ends altered documents that wait: each is refused with a reason that its sender sees, and the line goes on.
 *
 * @returns Their ids.
 */
export async function refuseAltered(store: Store): Promise<string[]> {
  await unsealHalted(store.db);
  const altered = await alteredWaiting(store);
  await store.db.transaction().execute(async (trx) => {
    await sql`
      with taken as (
        delete from outbox where entry = any(${altered.map(({ entry }) => entry)}::bigint[]) returning entry
      )
      insert into refusal (entry, code, detail)
      select entry, 'STORED_DOCUMENT_CORRUPT', 'its stored bytes were damaged before it got a number' from taken`.execute(
      trx,
    );
    await trx
      .deleteFrom('halt')
      .where('code', 'in', ['STORED_DOCUMENT_CORRUPT', 'STORED_BATCH_CORRUPT'])
      .execute();
  });
  return altered.map(({ id }) => id);
}

/** Batches of halted lines of which no envelope was ever made: nobody else can have them, so their documents wait again. */
async function unsealHalted(db: Db): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select b.id from batch b join halt h on h.series = b.series
    where b.state = 'sealed' and not exists (select from envelope e where e.batch_id = b.id)`.execute(db);
  for (const { id } of rows) await voidBatch(db, id);
}

async function alteredWaiting({ db, vault }: Store): Promise<Row[]> {
  const altered: Row[] = [];
  for (let after = 0; ;) {
    const rows = await waitingAfter(db, after);
    for (const row of rows) if ((await contentOfRow(vault, row)) === undefined) altered.push(row);
    if (rows.length < CHUNK) return altered;
    after = rows.at(-1)?.entry ?? after;
  }
}

async function waitingAfter(db: Db, after: number): Promise<Row[]> {
  // Both sides say where to begin: a merge would read the other from its first entry, for each chunk anew.
  const { rows } = await sql<Row>`
    select o.entry, i.id, d.key_id, d.wrapped, d.sealed
    from outbox o join stored_document i using (entry) left join document d using (entry)
    where o.entry > ${after} and i.entry > ${after} order by o.entry limit ${CHUNK}`.execute(db);
  return rows;
}
