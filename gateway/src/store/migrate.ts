/**
 * Brings a database to the schema of this program: forward only, all or nothing, under
 * PostgreSQL's advisory lock (two gateways that start at once do it one after the other).
 * A step that ran is never edited: its checksum is kept and compared.
 *
 * @module
 */
import { createHash } from 'node:crypto';

import { type Kysely, type Migration, Migrator, sql } from 'kysely';

import type { MasterKeys } from '../keys/master-keys.js';
import type { Db } from './database.js';
import type { SchemaStep } from './migration.js';
import { SCHEMA_STEPS } from './migrations/all.js';

const checksumOf = (step: SchemaStep): string => createHash('sha256').update(step.sql).digest('hex');

async function assertUnchanged(db: Kysely<unknown>, steps: readonly SchemaStep[]): Promise<void> {
  const { rows } = await sql<{
    name: string;
    checksum: string;
  }>`select name, checksum from schema_checksum`.execute(db);
  const known = new Map(rows.map((row) => [row.name, row.checksum]));
  for (const step of steps) {
    const checksum = known.get(step.name);
    if (checksum !== undefined && checksum !== checksumOf(step)) {
      throw new Error(`migration ${step.name} was changed after it had been applied`);
    }
  }
}

function migrationOf(step: SchemaStep, { keys, rewritten }: Conversion): Migration {
  return {
    up: async (db: Kysely<unknown>) => {
      for (const table of (await step.before?.(db, keys)) ?? []) rewritten.add(table);
      await sql.raw(step.sql).execute(db);
      await sql`insert into schema_checksum (name, checksum) values (${step.name}, ${checksumOf(step)})`.execute(
        db,
      );
    },
  };
}

/** The database has steps that this program does not know: another version has taken it further. */
export class SchemaNewerError extends Error {
  override readonly name = 'SchemaNewerError';
  readonly code = 'SCHEMA_NEWER';

  constructor(unknown: readonly string[]) {
    super(
      `SCHEMA_NEWER: the database was taken further by a newer version (${unknown.join(', ')}); ` +
        'start that version here too, or restore a backup from before it: nothing leads back',
    );
  }
}

/** @throws {SchemaNewerError} */
async function assertNotNewer(db: Kysely<unknown>, steps: readonly SchemaStep[]): Promise<void> {
  const { rows } = await sql<{ name: string }>`select name from schema_checksum order by name`.execute(db);
  const known = new Set(steps.map(({ name }) => name));
  const unknown = rows.map(({ name }) => name).filter((name) => !known.has(name));
  if (unknown.length > 0) throw new SchemaNewerError(unknown);
}

interface Conversion {
  readonly keys: MasterKeys | undefined;
  /** Tables that hold dead copies of what was converted. */
  readonly rewritten: Set<string>;
}

/**
 * @param steps Only tests pass their own.
 * @param keys To seal what an earlier version kept in the clear; without them a database that holds such a thing is refused.
 * @throws {SchemaNewerError} `SCHEMA_NEWER` @throws {Error} When a step fails or was changed after it ran. Nothing was
 *   changed then.
 */
export async function migrate(
  db: Db,
  steps: readonly SchemaStep[] = SCHEMA_STEPS,
  keys?: MasterKeys,
): Promise<void> {
  const anyDb = db as unknown as Kysely<unknown>;
  await sql`create table if not exists schema_checksum (name text primary key, checksum text not null)`
    .execute(anyDb)
    .catch((error: unknown) => {
      // Two first starts at once: PostgreSQL lets one of two `if not exists` fail on its own catalog.
      if (!isDuplicateObject(error)) throw error;
    });
  await assertNotNewer(anyDb, steps);
  await assertUnchanged(anyDb, steps);
  const conversion: Conversion = { keys, rewritten: new Set() };
  const migrator = new Migrator({
    db: anyDb,
    allowUnorderedMigrations: true,
    provider: {
      getMigrations: () =>
        Promise.resolve(Object.fromEntries(steps.map((step) => [step.name, migrationOf(step, conversion)]))),
    },
  });
  const { error } = await migrator.migrateToLatest();
  // A newer program may have come between looking and doing.
  if (error !== undefined) await assertNotNewer(anyDb, steps);
  if (error !== undefined)
    throw error instanceof Error ? error : new Error('migration failed', { cause: error });
  for (const table of conversion.rewritten) await sql`vacuum (full) ${sql.table(table)}`.execute(anyDb);
}

function isDuplicateObject(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === '23505' || code === '42P07' || code === '42710';
}
