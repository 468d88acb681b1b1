/**
 * The part of an erasure that destroys, in the caller's transaction.
 *
 * @module
 */
import { sql } from 'kysely';

import type { Db } from '../store/database.js';
import type { ErasureTable } from '../store/tables.js';
import { DESTROYED } from './contents.js';

export interface Standing {
  readonly entry: number;
  readonly series: string;
  readonly issued_on: string;
  readonly sequence: number | null;
  readonly operation_id: string;
  readonly line: number | null;
  readonly is_settled: boolean;
}

/** Nobody sets a hold on it, or erases it, meanwhile. @returns `undefined` when there is no such invoice. */
export async function lockInvoice(trx: Db, id: string): Promise<Standing | undefined> {
  const { rows } = await sql<Standing>`
    select i.entry, i.series, i.issued_on, i.operation_id, i.line, b.first + s.position as sequence,
      (b.state is not distinct from 'anchored' or r.entry is not null) as is_settled
    from invoice i
    left join sealed_invoice s on s.entry = i.entry left join batch b on b.id = s.batch_id
    left join refusal r on r.entry = i.entry
    where i.id = ${id} for update of i`.execute(trx);
  return rows[0];
}

/** @returns The record that stays. */
export async function destroyContents(
  trx: Db,
  standing: Standing,
  record: Pick<ErasureTable, 'id' | 'reason' | 'erased_by' | 'erased_at'>,
): Promise<ErasureTable> {
  const { entry, series, sequence, issued_on, operation_id, line } = standing;
  for (const { table, column, by } of DESTROYED) {
    const value = by === 'id' ? record.id : entry;
    await sql`delete from ${sql.table(table)} where ${sql.ref(column)} = ${value}`.execute(trx);
  }
  // A replay is told of the erasure whatever it sends: there is nothing to compare it with.
  await trx.updateTable('request_key').set({ body_hash: '' }).where('subject', '=', record.id).execute();
  const row = { entry, series, sequence, issued_on, operation_id, line, ...record };
  await trx
    .insertInto('erasure')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return row;
}
