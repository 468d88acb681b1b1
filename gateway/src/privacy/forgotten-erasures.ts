/**
 * Erasures that the journal tells of and a restored database does not: found, and done again.
 *
 * @module
 */
import { sql } from 'kysely';

import type { Actor, AuditLog } from '../audit/audit-log.js';
import type { Db } from '../store/database.js';
import { destroyContents, lockInvoice } from './destroy-contents.js';
import type { ErasureJournal } from './erasure-journal.js';
import type { Erasure } from './invoice-privacy.js';
import { remainsOf } from './remains.js';

export interface RememberContext {
  readonly db: Db;
  readonly audit: AuditLog;
  readonly journal: ErasureJournal;
}

/** Erased by the journal, and there all the same. */
export async function forgottenErasures(db: Db, journal: ErasureJournal): Promise<readonly Erasure[]> {
  const erasures = await journal.read();
  if (erasures.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select id from invoice where id = any(${erasures.map(({ id }) => id)}::text[])`.execute(db);
  const there = new Set(rows.map(({ id }) => id));
  return erasures.filter(({ id }) => there.has(id));
}

/**
 * What is still on its way to the ledger stays until it has settled. Holds do not count: none was in force when it was
 * erased.
 *
 * @returns Ids.
 */
export async function eraseAgain(
  { db, audit, journal }: RememberContext,
  by: Actor,
): Promise<readonly string[]> {
  const erased: string[] = await dropReturned(db);
  for (const { id, reason, erasedBy, erasedAt } of await forgottenErasures(db, journal)) {
    await db.transaction().execute(async (trx) => {
      const standing = await lockInvoice(trx, id);
      if (standing?.is_settled !== true) return;
      const record = { id, reason, erased_by: erasedBy, erased_at: new Date(erasedAt) };
      await destroyContents(trx, standing, record);
      await audit.within(trx, {
        by,
        action: 'invoice.erasedAgain',
        subject: id,
        details: { reason, erasedAt },
      });
      erased.push(id);
    });
  }
  return erased;
}

/** Rows of documents alone that came back under the record of their erasure. @returns Ids. */
async function dropReturned(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    delete from document d using erasure e where e.entry = d.entry
      and not exists (select from invoice i where i.entry = d.entry) returning e.id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Erasures of other processes, of before there was a journal, and of a crash before it was written. */
export async function completeJournal({
  db,
  journal,
}: Pick<RememberContext, 'db' | 'journal'>): Promise<void> {
  const known = new Set((await journal.read()).map(({ id }) => id));
  const rows = await db.selectFrom('erasure').selectAll().orderBy('erased_at').execute();
  await journal.add(rows.filter(({ id }) => !known.has(id)).map(remainsOf));
}
