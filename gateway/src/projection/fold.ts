/**
 * What a block means to the database: folded in one transaction with the checkpoint, so that each block
 * counts exactly once. What is folded is compared with what was sealed here.
 *
 * @module
 */
import {
  type BatchRecord,
  type ClockRecord,
  parseBatchRecord,
  parseClockRecord,
  parseHeadRecord,
  parseJson,
  parseSeriesRecord,
} from '@chopmark/core';
import { sql } from 'kysely';

import type { LedgerBlock, LedgerTransaction, LedgerWrite } from '../ledger/ledger.js';
import { HaltError } from '../pipeline/halt.js';
import type { Db } from '../store/database.js';
import { wantTimestamps } from '../timestamps/timestamp-store.js';

export interface Folded {
  /** Batches of which an envelope or the record stood in the block. */
  readonly moved: ReadonlySet<number>;
  readonly anchored: readonly number[];
  /** The ledger clock, if the block moved it. */
  readonly clock: ClockRecord | undefined;
}

export interface FoldContext {
  readonly db: Db;
  /** Series that only this gateway writes. */
  readonly isOwn: (series: string) => boolean;
  /** Whether what is anchored is to be timestamped. */
  readonly isTimestamped: boolean;
}

interface Gathered {
  readonly moved: Set<number>;
  readonly anchored: number[];
  clock: ClockRecord | undefined;
}

/** A series is known before its head, and both before their batch: keys stand in another order in a block. */
const ORDER: Readonly<Record<string, number>> = { clock: 0, series: 1, head: 2, batch: 3 };

/** @throws {HaltError} `LEDGER_FORKED`, `LEDGER_AHEAD`, `LEDGER_CONFLICT`; nothing of the block is folded then. */
export async function foldBlock(context: FoldContext, block: LedgerBlock): Promise<Folded> {
  const gathered: Gathered = { moved: new Set(), anchored: [], clock: undefined };
  await context.db.transaction().execute(async (trx) => {
    // The chain itself is durable: what a crash of the database takes back here is folded again.
    await sql`set local synchronous_commit = off`.execute(trx);
    await moveCheckpoint(trx, block);
    await foldEnvelopes(trx, block, gathered.moved);
    for (const transaction of block.transactions) {
      const writes = transaction.writes
        .filter(({ type }) => Object.hasOwn(ORDER, type))
        .sort((a, b) => (ORDER[a.type] ?? 0) - (ORDER[b.type] ?? 0));
      for (const write of writes)
        await foldWrite({ ...context, db: trx }, block, transaction, write, gathered);
    }
    if (context.isTimestamped) await wantTimestamps(trx, block, gathered.anchored);
  });
  return gathered;
}

async function moveCheckpoint(db: Db, block: LedgerBlock): Promise<void> {
  const { rows } = await sql<{ last_header_hash: Buffer | null }>`
    update checkpoint as new set next_block = ${block.number + 1}, last_header_hash = ${Buffer.from(block.headerHash)}
    from checkpoint as old where new.single = old.single and old.next_block = ${block.number}
    returning old.last_header_hash`.execute(db);
  const [before] = rows;
  if (before === undefined) throw new Error(`block ${block.number} is not the next to fold`);
  const expected = before.last_header_hash;
  if (expected !== null && !expected.equals(block.previousHash)) {
    throw new HaltError(
      'LEDGER_FORKED',
      undefined,
      `block ${block.number} does not follow the block that was folded before it`,
    );
  }
}

/** Our own bytes, wherever they stand: the first place settles their fate, a later copy has code 9 and means nothing. */
async function foldEnvelopes(db: Db, block: LedgerBlock, moved: Set<number>): Promise<void> {
  const { transactions } = block;
  if (transactions.length === 0) return;
  const { rows } = await sql<{ batch_id: number }>`
    update envelope e set code = t.code, block = ${block.number}, position = t.position, bytes = null
    from (
      select distinct on (hash) hash, code, position
      from unnest(${transactions.map(({ envelopeHash }) => Buffer.from(envelopeHash))}::bytea[],
        ${transactions.map(({ code }) => code)}::int[], ${transactions.map(({ position }) => position)}::int[]) as u (hash, code, position)
      order by hash, position
    ) t
    where e.hash = t.hash and e.block is null
    returning e.batch_id`.execute(db);
  for (const { batch_id } of rows) moved.add(batch_id);
}

async function foldWrite(
  context: FoldContext,
  block: LedgerBlock,
  transaction: LedgerTransaction,
  write: LedgerWrite,
  gathered: Gathered,
): Promise<void> {
  const record = parseJson(write.value);
  switch (write.type) {
    case 'clock':
      gathered.clock = parseClockRecord(record);
      return;
    case 'series':
      await foldSeries(context, parseSeriesRecord(record));
      return;
    case 'head':
      await foldHead(context, parseHeadRecord(record));
      return;
    case 'batch':
      await foldBatch(context, block, transaction, parseBatchRecord(record), gathered);
      return;
  }
}

async function foldSeries(
  { db, isOwn }: FoldContext,
  { series, prefix, suite, closed }: ReturnType<typeof parseSeriesRecord>,
): Promise<void> {
  if (!isOwn(series)) return;
  await db
    .insertInto('series')
    .values({ series, prefix, suite, closed, last_batch: 0, next_sequence: 1 })
    .onConflict((conflict) => conflict.column('series').doUpdateSet({ closed }))
    .execute();
}

async function foldHead(
  { db, isOwn }: FoldContext,
  { series, batch, next }: ReturnType<typeof parseHeadRecord>,
): Promise<void> {
  if (!isOwn(series)) return;
  await db
    .updateTable('series')
    .set({ last_batch: batch, next_sequence: next })
    .where('series', '=', series)
    .execute();
}

async function foldBatch(
  { db, isOwn }: FoldContext,
  block: LedgerBlock,
  { position, txId }: LedgerTransaction,
  record: BatchRecord,
  { moved, anchored }: Gathered,
): Promise<void> {
  const { series, batch, first, size, root } = record;
  if (!isOwn(series)) return;
  const own = await db
    .selectFrom('batch')
    .select(['id', 'first', 'size', 'root'])
    .where('series', '=', series)
    .where('number', '=', batch)
    .where('state', '<>', 'voided')
    .executeTakeFirst();
  if (own === undefined) {
    throw new HaltError(
      'LEDGER_AHEAD',
      undefined,
      `the ledger has batch ${batch} of ${series}, the database does not: fsck is needed`,
    );
  }
  if (own.first !== first || own.size !== size || own.root.toString('hex') !== root) {
    throw new HaltError(
      'LEDGER_CONFLICT',
      undefined,
      `batch ${batch} of ${series} on the ledger is not the one in the database`,
    );
  }
  // Folded again, it keeps the time at which it was first seen.
  await sql`
    update batch set state = 'anchored', block = ${block.number}, position = ${position}, tx_id = ${txId},
      anchored_at = coalesce(anchored_at, now())
    where id = ${own.id}`.execute(db);
  moved.add(own.id);
  anchored.push(own.id);
}
