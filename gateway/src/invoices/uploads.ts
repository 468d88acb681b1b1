/**
 * Complete uploads of imports that are not finished: whichever process can read the file goes on where another stopped.
 *
 * @module
 */
import { sql } from 'kysely';
import type { JsonValue } from '@chopmark/core';

import type { Db } from '../store/database.js';
import { isGone } from '../store/presence.js';
import type { LeftUpload, Upload } from './invoice-desk.js';

/** @param db Best the transaction that opens the operation. */
export async function keepUpload(
  db: Db,
  operationId: string,
  { file, format, judge }: Upload,
): Promise<void> {
  await sql`insert into import_upload (operation_id, file, format, judge)
    values (${operationId}, ${file}, ${format}, ${JSON.stringify(judge)}::jsonb)
    on conflict (operation_id) do update set file = excluded.file, format = excluded.format, judge = excluded.judge,
      made_at = now()`.execute(db);
}

export async function forgetUpload(db: Db, operationId: string): Promise<void> {
  await db.deleteFrom('import_upload').where('operation_id', '=', operationId).execute();
}

interface LeftRow {
  readonly operation_id: string;
  readonly run: string;
  readonly file: string;
  readonly format: string;
  readonly judge: unknown;
  readonly dry_run: boolean;
  readonly last_line: number;
}

/** Those of runs that are gone and whose file is here; from now on they are of this run. */
export async function takeOverUploads(
  db: Db,
  ownRun: string,
  isHere: (file: string) => Promise<boolean>,
): Promise<LeftUpload[]> {
  const { rows } = await sql<LeftRow>`
    select o.id as operation_id, o.run, u.file, u.format, u.judge, o.dry_run, greatest(
      (select max(line) from invoice where operation_id = o.id and line is not null),
      (select max(line) from checked_line where operation_id = o.id),
      (select max(line) from refused_line where operation_id = o.id), 0) as last_line
    from operation o join import_upload u on u.operation_id = o.id
    where o.closed_at is null and o.run <> ${ownRun}`.execute(db);
  const taken: LeftUpload[] = [];
  for (const row of rows) {
    if (!(await isHere(row.file)) || !(await isGone(db, row.run))) continue;
    const { numUpdatedRows } = await db
      .updateTable('operation')
      .set({ run: ownRun })
      .where('id', '=', row.operation_id)
      .where('run', '=', row.run)
      .where('closed_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 1n) taken.push(leftUpload(row));
  }
  return taken;
}

function leftUpload(row: LeftRow): LeftUpload {
  const { operation_id: operationId, file, format, dry_run: dryRun, last_line: lastLine } = row;
  return { operationId, file, format, judge: row.judge as JsonValue, dryRun, lastLine };
}
