/**
 * Timestamps that are wanted and those that came: by block, and for each batch in it.
 *
 * @module
 */
import type { BundleTimestamp } from '@chopmark/core/verify';
import { sql } from 'kysely';

import type { LedgerBlock } from '../ledger/ledger.js';
import { base64 } from '../proofs/base64.js';
import type { Db } from '../store/database.js';

/** In place of a batch: the row is about the block's header. */
const HEADER = 0;
const FIRST_RETRY_SECONDS = 10;
const LONGEST_RETRY_SECONDS = 3_600;

export interface WantedTimestamp {
  readonly block: number;
  readonly batch_id: number;
  /** What the authority is to stamp the hash of. */
  readonly message: Buffer;
}

/** Wants one over the header of a block with anchors, and one over the root of each; those that are known stay. */
export async function wantTimestamps(
  db: Db,
  { number, header }: Pick<LedgerBlock, 'number' | 'header'>,
  batchIds: readonly number[],
): Promise<void> {
  if (batchIds.length === 0) return;
  await sql`
    insert into time_stamp (block, batch_id, message)
    select ${number}::bigint, ${HEADER}::bigint, ${Buffer.from(header)}::bytea
    union all select ${number}::bigint, id, root from batch where id = any(${[...batchIds]}::bigint[])
    on conflict do nothing`.execute(db);
}

/**
 * Wants one over the root of each batch that was anchored while nobody was asked. Not over headers: a block is not kept.
 *
 * @returns How many.
 */
export async function wantMissed(db: Db): Promise<number> {
  const { rows } = await sql`
    insert into time_stamp (block, batch_id, message)
    select b.block, b.id, b.root from batch b
    where b.state = 'anchored' and b.block is not null
      and not exists (select from time_stamp t where t.block = b.block and t.batch_id = b.id)
    on conflict do nothing returning 1`.execute(db);
  return rows.length;
}

/** The one whose turn it is. */
export async function nextWanted(db: Db): Promise<WantedTimestamp | undefined> {
  const { rows } = await sql<WantedTimestamp>`
    select block, batch_id, message from time_stamp
    where token is null and next_try <= now() order by next_try, block, batch_id limit 1`.execute(db);
  return rows[0];
}

/** @param token DER of a TimeStampToken that was verified. */
export async function keepToken(
  db: Db,
  { block, batch_id }: WantedTimestamp,
  token: Uint8Array,
): Promise<void> {
  await sql`
    update time_stamp set token = ${Buffer.from(token)}, stamped_at = now()
    where block = ${block} and batch_id = ${batch_id} and token is null`.execute(db);
}

/** It comes again later, each time after twice as long. */
export async function postpone(db: Db, { block, batch_id }: WantedTimestamp): Promise<void> {
  await sql`
    update time_stamp set attempts = attempts + 1,
      next_try = now() + make_interval(
        secs => least(${LONGEST_RETRY_SECONDS}::float, ${FIRST_RETRY_SECONDS} * power(2, least(attempts, 30))))
    where block = ${block} and batch_id = ${batch_id}`.execute(db);
}

/** Those that came: over the header of the block, and over the root of the batch. */
export async function timestampsOf(db: Db, block: number, batchId: number): Promise<BundleTimestamp[]> {
  const { rows } = await sql<{ batch_id: number; token: Buffer }>`
    select batch_id, token from time_stamp
    where block = ${block} and batch_id = any(${[HEADER, batchId]}::bigint[]) and token is not null
    order by batch_id`.execute(db);
  return rows.map(({ batch_id, token }) => ({
    over: batch_id === HEADER ? 'header' : 'root',
    token: base64(token),
  }));
}
