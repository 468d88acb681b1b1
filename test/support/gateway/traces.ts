/**
 * Looks for bytes in everything that a database keeps: every row of every table, and the files of the server where they
 * can be read.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { sql } from 'kysely';

import type { Db } from '../../../gateway/dist/store/database.js';

export interface Mark {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export const textMark = (text: string): Mark => ({ name: text, bytes: Buffer.from(text) });

/** @returns `table: mark` for each table in whose rows, printed, one of them stands; as text or as hexadecimal. */
export async function tracesInTables(db: Db, marks: readonly Mark[]): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public' order by 1`.execute(
    db,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} t`.execute(db);
    const text = rows.map(({ row }) => row).join('\n');
    for (const mark of marks) {
      const shapes = [Buffer.from(mark.bytes).toString('utf8'), Buffer.from(mark.bytes).toString('hex')];
      if (shapes.some((shape) => text.includes(shape))) found.push(`${name}: ${mark.name}`);
    }
  }
  return found;
}

/**
 * After a checkpoint: what is in memory is in the files.
 *
 * @param folder `base` for tables and indexes, `pg_wal` for the log that they are recovered from.
 * @returns `undefined` when the server's files cannot be read here.
 */
export async function tracesInFiles(
  db: Db,
  marks: readonly Mark[],
  folder = '.',
): Promise<string[] | undefined> {
  await sql`checkpoint`.execute(db);
  const { rows } = await sql<{ data_directory: string }>`show data_directory`.execute(db);
  const root = join(rows[0]?.data_directory ?? '', folder);
  if (!isReadable(root)) return undefined;
  return [...filesBelow(root)].flatMap((path) => {
    const bytes = unlessGone(() => readFileSync(path), Buffer.alloc(0));
    return marks
      .filter((mark) => bytes.includes(Buffer.from(mark.bytes)))
      .map(({ name }) => `${path}: ${name}`);
  });
}

function isReadable(folder: string): boolean {
  try {
    readdirSync(folder);
    return true;
  } catch (error) {
    if (['EACCES', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

/** The server goes on meanwhile, and removes files: those alone are passed over. */
function unlessGone<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return otherwise;
    throw error;
  }
}

function* filesBelow(folder: string): Generator<string> {
  for (const entry of unlessGone(() => readdirSync(folder, { withFileTypes: true }), [])) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}
