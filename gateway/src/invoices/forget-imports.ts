/** What is forgotten of imports that are over: the key of the upload at once, what became of each line in time. */
import { sql } from 'kysely';

import type { Db } from '../store/database.js';

/** How long after its end an import tells what became of each line. */
export const RESULT_DAYS = 30;
const LINES_AT_ONCE = 10_000;

/** Rows of uploads, and with them the keys of their files, whose imports were closed while nobody held them. */
export async function forgetUploads(db: Db): Promise<void> {
  await sql`
    delete from import_upload u using operation o where o.id = u.operation_id and o.closed_at is not null`.execute(
    db,
  );
}

/** The key of an operation goes first: what is left of its lines then opens no more. */
export async function forgetResults(db: Db): Promise<void> {
  await sql`
    update operation set sealed = null, results_gone_at = now()
    where results_gone_at is null and closed_at < now() - make_interval(days => ${RESULT_DAYS})`.execute(db);
  for (const table of ['refused_line', 'checked_line'] as const) {
    while ((await forgetLines(db, table)) === LINES_AT_ONCE);
  }
}

/** Some, in a small transaction. A process that ended on the way is made up for within two days. */
async function forgetLines(db: Db, table: 'refused_line' | 'checked_line'): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from ${sql.table(table)} where ctid = any(array(
      select l.ctid from operation o join ${sql.table(table)} l on l.operation_id = o.id
      where o.results_gone_at > now() - ${'2 days'}::interval limit ${LINES_AT_ONCE}))`.execute(db);
  return Number(numAffectedRows);
}
