/**
 * The projection made anew from block 0 with the fold that is always used, and compared byte by byte with the one that
 * the gateway lives with; on request the new one takes its place.
 *
 * @module
 */
import { type RawBuilder, sql } from 'kysely';

import { LedgerBehindError, type Ledger } from '../ledger/ledger.js';
import { LEASE } from '../pipeline/lease.js';
import type { Db } from '../store/database.js';
import { OtherLedgerError } from './checkpoint.js';
import { foldBlock } from './fold.js';
import { createShadow, dropShadow, PROJECTED, PROJECTED_TABLES, type ProjectedTable } from './shadow.js';

export interface Difference {
  readonly table: ProjectedTable;
  readonly key: string;
  /** Columns that the block stream decides; `null`: there is no such row. */
  readonly live: Readonly<Record<string, unknown>> | null;
  readonly folded: Readonly<Record<string, unknown>> | null;
}

export interface RebuildReport {
  /** Blocks that were folded, from 0 on: as many as the live projection had seen. */
  readonly blocks: number;
  /** Rows that differ, and the first of them. */
  readonly different: number;
  readonly differences: readonly Difference[];
  readonly replaced: boolean;
}

export interface RebuildContext {
  readonly db: Db;
  readonly ledger: Pick<Ledger, 'network' | 'channel' | 'blocks' | 'height'>;
  /** Series that only this gateway writes. */
  readonly isOwn: (series: string) => boolean;
  readonly progress: (text: string) => void;
}

const MOST_SHOWN = 100;
const TELL_BLOCKS = 100;

/** A gateway folds into the same tables. */
export class InUseError extends Error {
  override readonly name = 'InUseError';
}

/**
 * @throws {InUseError} When it is to replace and a gateway works on the database.
 * @throws {HaltError} When the chain contradicts what was sealed here; nothing is replaced then.
 * @throws {LedgerBehindError} When the peer lacks blocks that were folded: a stream would wait for them for ever.
 * @throws {OtherLedgerError} @throws {UnavailableError}
 */
export function rebuildProjection(context: RebuildContext, replace = false): Promise<RebuildReport> {
  return context.db.connection().execute(async (connection) => {
    if (replace) await takeLease(connection);
    const { schema, nextBlock } = await createShadow(connection);
    try {
      await assertSameLedger(connection, context.ledger);
      await foldAll({ ...context, db: connection }, nextBlock);
      const found = await differencesAmong(connection);
      if (replace && found.different > 0) await replaceLive(connection, schema);
      return { blocks: nextBlock, ...found, replaced: replace && found.different > 0 };
    } finally {
      await dropShadow(connection);
      await sql`select pg_advisory_unlock_all()`.execute(connection);
    }
  });
}

async function takeLease(connection: Db): Promise<void> {
  const { rows } = await sql<{ got: boolean }>`
    select pg_try_advisory_lock(hashtextextended(${LEASE}, 0)) as got`.execute(connection);
  if (rows[0]?.got !== true) throw new InUseError('a gateway works on this database');
}

async function assertSameLedger(
  connection: Db,
  { network, channel }: Pick<Ledger, 'network' | 'channel'>,
): Promise<void> {
  const row = await connection.selectFrom('checkpoint').select(['network', 'channel']).executeTakeFirst();
  if (row !== undefined && (row.network !== network || row.channel !== channel))
    throw new OtherLedgerError(`the database belongs to channel ${row.channel} of another network`);
}

async function foldAll({ db, ledger, isOwn, progress }: RebuildContext, nextBlock: number): Promise<void> {
  if (nextBlock === 0) return;
  const height = await ledger.height();
  if (nextBlock > height)
    throw new LedgerBehindError(
      `the peer's chain ends before block ${nextBlock - 1}: it has ${height} blocks`,
    );
  const stream = new AbortController();
  try {
    for await (const block of ledger.blocks(0, stream.signal)) {
      await foldBlock({ db, isOwn, isTimestamped: false }, block);
      const done = block.number + 1;
      if (done % TELL_BLOCKS === 0) progress(`folded ${done} of ${nextBlock} blocks`);
      if (done === nextBlock) return;
    }
  } finally {
    stream.abort();
  }
}

/** Key and projected columns of a row as text, in which every byte counts. */
const projected = (table: ProjectedTable, row: string): RawBuilder<unknown> =>
  sql`jsonb_build_object(${sql.join(
    PROJECTED[table].columns.flatMap((column) => [
      sql`${sql.lit(column)}::text`,
      sql.ref(`${row}.${column}`),
    ]),
  )})`;

async function differencesAmong(
  connection: Db,
): Promise<{ readonly different: number; readonly differences: readonly Difference[] }> {
  const differences: Difference[] = [];
  for (const table of PROJECTED_TABLES) {
    const key = sql.id(PROJECTED[table].key);
    const { rows } = await sql<Omit<Difference, 'table'>>`
      select ${key}::text as key, case when l is null then null else ${projected(table, 'l')} end as live,
        case when f is null then null else ${projected(table, 'f')} end as folded
      from ${sql.id(`live_${table}`)} l full join pg_temp.${sql.id(table)} f using (${key})
      where ${projected(table, 'l')} is distinct from ${projected(table, 'f')}
      order by 1`.execute(connection);
    differences.push(...rows.map((row) => ({ table, ...row })));
  }
  return { different: differences.length, differences: differences.slice(0, MOST_SHOWN) };
}

/** Nobody else writes these tables while the lease is held here. */
async function replaceLive(connection: Db, schema: string): Promise<void> {
  await connection.transaction().execute(async (trx) => {
    const live = (table: ProjectedTable): RawBuilder<unknown> => sql.id(schema, table);
    await sql`delete from ${live('series')}`.execute(trx);
    await sql`insert into ${live('series')} select * from pg_temp.series`.execute(trx);
    for (const table of ['checkpoint', 'batch', 'envelope'] as const) {
      const { key, columns } = PROJECTED[table];
      const set = sql.join(columns.map((column) => sql`${sql.id(column)} = f.${sql.id(column)}`));
      await sql`
        update ${live(table)} as l set ${set} from pg_temp.${sql.id(table)} f
        where l.${sql.id(key)} = f.${sql.id(key)} and ${projected(table, 'l')} is distinct from ${projected(table, 'f')}`.execute(
        trx,
      );
    }
  });
}
