/**
 * Complete uploads of imports that are not finished: whichever process can read the file goes on where another stopped.
 * The key of the file and under whom its lines are judged lie sealed in the row, and go with it.
 *
 * @module
 */
import { sql } from 'kysely';
import { type JsonValue, utf8Decode } from '@chopmark/core';

import { SealBrokenError } from '../keys/gcm.js';
import { WrappingKeyMissingError } from '../keys/key-ring.js';
import type { Vault } from '../keys/vault.js';
import type { Db } from '../store/database.js';
import { isGone } from '../store/presence.js';
import type { LeftUpload, Upload } from './invoice-desk.js';
import type { Store } from './store.js';

const COLUMN = 'import_upload.sealed';

/** What is sealed of an upload. */
interface Kept {
  /** Base64url. */
  readonly key: string;
  readonly judge: JsonValue;
}

/** @param db Best the transaction that opens the operation. */
export async function keepUpload(
  db: Db,
  vault: Pick<Vault, 'sealValue'>,
  operationId: string,
  { file, format, judge, key }: Upload,
): Promise<void> {
  const kept: Kept = { key: Buffer.from(key).toString('base64url'), judge };
  const sealed = vault.sealValue(COLUMN, operationId, Buffer.from(JSON.stringify(kept)));
  await sql`insert into import_upload (operation_id, file, format, sealed)
    values (${operationId}, ${file}, ${format}, ${sealed})
    on conflict (operation_id) do update set file = excluded.file, format = excluded.format, sealed = excluded.sealed,
      made_at = now()`.execute(db);
}

/** Names of files that some import still needs. */
export async function uploadsNeeded(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('import_upload').select('file').execute();
  return new Set(rows.map(({ file }) => file));
}

export async function forgetUpload(db: Db, operationId: string): Promise<void> {
  await db.deleteFrom('import_upload').where('operation_id', '=', operationId).execute();
}

interface LeftRow {
  readonly operation_id: string;
  readonly run: string;
  readonly file: string;
  readonly format: string;
  readonly sealed: Buffer;
  readonly dry_run: boolean;
  readonly last_line: number;
}

interface Looks {
  readonly isHere: (file: string) => Promise<boolean>;
  readonly unreadable: (operationId: string) => Promise<unknown>;
}

/**
 * Those of runs that are gone and whose file is here; from now on they are of this run.
 *
 * @param unreadable Told of those whose key does not open any more: nobody can go on with them.
 */
export async function takeOverUploads(
  { db, vault }: Store,
  ownRun: string,
  isHere: (file: string) => Promise<boolean>,
  unreadable: (operationId: string) => Promise<unknown>,
): Promise<LeftUpload[]> {
  const { rows } = await sql<LeftRow>`
    select o.id as operation_id, o.run, u.file, u.format, u.sealed, o.dry_run, greatest(
      (select max(line) from invoice where operation_id = o.id and line is not null),
      (select max(line) from erasure where operation_id = o.id),
      (select max(line) from checked_line where operation_id = o.id),
      (select max(line) from refused_line where operation_id = o.id), 0) as last_line
    from operation o join import_upload u on u.operation_id = o.id
    where o.closed_at is null and o.run <> ${ownRun}`.execute(db);
  const taken: LeftUpload[] = [];
  for (const row of rows) {
    try {
      const left = await takeOver({ db, vault }, ownRun, row, { isHere, unreadable });
      if (left !== undefined) taken.push(left);
    } catch (error) {
      // What is of this run already nobody else goes on with; the others are looked at again.
      if (taken.length > 0) return taken;
      throw error;
    }
  }
  return taken;
}

async function takeOver(
  { db, vault }: Store,
  ownRun: string,
  row: LeftRow,
  { isHere, unreadable }: Looks,
): Promise<LeftUpload | undefined> {
  if (!(await isHere(row.file)) || !(await isGone(db, row.run))) return undefined;
  // Opened before it is of this run: what fails here is left to the next look.
  const left = await leftUpload(vault, row);
  const { numUpdatedRows } = await db
    .updateTable('operation')
    .set({ run: ownRun })
    .where('id', '=', row.operation_id)
    .where('run', '=', row.run)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return undefined;
  if (left === undefined) await unreadable(row.operation_id);
  return left;
}

async function leftUpload(vault: Vault, row: LeftRow): Promise<LeftUpload | undefined> {
  const { operation_id: operationId, file, format, dry_run: dryRun, last_line: lastLine } = row;
  try {
    const text = utf8Decode(await vault.openValue(COLUMN, operationId, row.sealed));
    const { key, judge } = JSON.parse(text) as Kept;
    return { operationId, file, key: Buffer.from(key, 'base64url'), format, judge, dryRun, lastLine };
  } catch (error) {
    if (error instanceof SealBrokenError || error instanceof WrappingKeyMissingError) return undefined;
    throw error;
  }
}
