/**
 * A second set of the projection's tables beside the live ones, for one connection: what the live tables held at one
 * moment (`live_…`), and tables of the same names in which nothing was folded yet. Temporary tables are found before all
 * others, so the fold that is always used works on them without knowing it.
 *
 * @module
 */
import { type RawBuilder, sql } from 'kysely';

import type { Db } from '../store/database.js';

/** What the block stream alone decides, table by table; the rest of a row is the gateway's own work. */
export const PROJECTED = {
  checkpoint: { key: 'single', columns: ['network', 'channel', 'next_block', 'last_header_hash'] },
  series: { key: 'series', columns: ['prefix', 'suite', 'closed', 'last_batch', 'next_sequence'] },
  batch: { key: 'id', columns: ['state', 'block', 'position', 'tx_id', 'anchored_at'] },
  envelope: { key: 'hash', columns: ['bytes', 'code', 'block', 'position'] },
} as const;

export type ProjectedTable = keyof typeof PROJECTED;
export const PROJECTED_TABLES = Object.keys(PROJECTED) as ProjectedTable[];

/** As the pipeline leaves a batch that it handed in: the fold alone makes it `anchored`. */
const UNFOLDED = sql`case when state = 'anchored' then 'submitted' else state end`;

/** The pipeline says so of an envelope whose number a fence freed before it was seen in a block. */
const VOIDED_UNSEEN = sql`case when code = -1 then -1 end`;

/** The gateway's own part of each table. The time of anchoring is when it was first seen here, which no block tells. */
const OWN_WORK: Readonly<Record<ProjectedTable, RawBuilder<unknown> | undefined>> = {
  checkpoint: sql`
    insert into pg_temp.checkpoint (network, channel, next_block, last_header_hash)
    select network, channel, 0, null from live_checkpoint`,
  series: undefined,
  batch: sql`
    insert into pg_temp.batch (id, series, number, first, size, root, entries, state, sealed_at, anchored_at)
    select id, series, number, first, size, root, ''::bytea, ${UNFOLDED}, sealed_at, anchored_at from live_batch`,
  envelope: sql`
    insert into pg_temp.envelope (hash, batch_id, kind, tx_id, endorsers, bytes, made_at, code)
    select hash, batch_id, kind, tx_id, endorsers, bytes, made_at, ${VOIDED_UNSEEN} from live_envelope`,
};

/** The document hashes of a batch are most of it, and the fold does not read them. */
const LIVE: Readonly<Record<ProjectedTable, RawBuilder<unknown>>> = {
  checkpoint: sql`select * from checkpoint`,
  series: sql`select * from series`,
  batch: sql`
    select id, series, number, first, size, root, state, sealed_at, block, position, tx_id, anchored_at from batch`,
  envelope: sql`select * from envelope`,
};

/**
 * @param connection One connection, not a pool; the tables go with it, or by `dropShadow`.
 * @returns Schema of the live tables, and the block up to which they were folded (excluded).
 */
export async function createShadow(connection: Db): Promise<{ schema: string; nextBlock: number }> {
  return connection
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      for (const table of PROJECTED_TABLES)
        await sql`create temp table ${sql.id(`live_${table}`)} as ${LIVE[table]}`.execute(trx);
      for (const table of PROJECTED_TABLES) {
        await sql`create temp table ${sql.id(table)} (like ${sql.table(table)} including defaults)`.execute(
          trx,
        );
        await OWN_WORK[table]?.execute(trx);
      }
      await sql`create unique index on pg_temp.series (series)`.execute(trx);
      await sql`create index on pg_temp.batch (series, number)`.execute(trx);
      await sql`create index on pg_temp.envelope (hash)`.execute(trx);
      const { rows } = await sql<{ schema: string; next_block: number | null }>`
        select current_schema() as schema, (select next_block from live_checkpoint) as next_block`.execute(
        trx,
      );
      return { schema: rows[0]?.schema ?? 'public', nextBlock: rows[0]?.next_block ?? 0 };
    });
}

export async function dropShadow(connection: Db): Promise<void> {
  for (const table of PROJECTED_TABLES) {
    await sql`drop table if exists pg_temp.${sql.id(table)}`.execute(connection);
    await sql`drop table if exists pg_temp.${sql.id(`live_${table}`)}`.execute(connection);
  }
}
