/** Everything that a platform keeps, place by place: files, and columns of a database as a dump would write them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { sql } from 'kysely';

import type { Db } from '../../../gateway/dist/store/database.js';
import type { Finder } from './marks.js';

export interface Trace {
  /** Path below the root, or `table.column`. */
  readonly place: string;
  readonly mark: string;
}

/** @param root Every file below it; ones that end meanwhile are passed over. */
export function tracesInFolder(finder: Finder, root: string): Trace[] {
  return filesOf(root).flatMap((path) =>
    finder.find(bytesOf(path)).map((mark) => ({ place: relative(root, path), mark })),
  );
}

/** Every column of every table, as text; bytes stand there in hexadecimal. */
export async function tracesInDatabase(finder: Finder, db: Db): Promise<Trace[]> {
  const { rows: columns } = await sql<{ table_name: string; column_name: string }>`
    select c.table_name, c.column_name from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE'`.execute(db);
  const traces: Trace[] = [];
  for (const { table_name: table, column_name: column } of columns) {
    const { rows } = await sql<{ text: string | null }>`
      select ${sql.ref(column)}::text as text from ${sql.table(table)}`.execute(db);
    const found = finder.find(rows.map(({ text }) => text ?? '').join('\n'));
    traces.push(...found.map((mark) => ({ place: `${table}.${column}`, mark })));
  }
  return traces;
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

/** Absent: none. */
export function filesOf(folder: string): string[] {
  return existsSync(folder) ? [...filesBelow(folder)] : [];
}

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}
