/**
 * Batches and their envelopes on their way to the ledger.
 *
 * @module
 */
import { sql } from 'kysely';

import type { Db } from './database.js';
import type { BatchState, EnvelopeKind } from './tables.js';

export interface Batch {
  readonly id: number;
  readonly series: string;
  readonly number: number;
  readonly first: number;
  readonly size: number;
  readonly root: Buffer;
  readonly state: BatchState;
}

export interface StoredEnvelope {
  readonly hash: Buffer;
  readonly kind: EnvelopeKind;
  readonly tx_id: string;
  readonly endorsers: readonly string[];
  readonly bytes: Buffer | null;
  /** `null` while its fate is not known. */
  readonly code: number | null;
}

/** Validation code for envelopes that a VALID fence voided before any block held them. */
export const VOIDED_BY_FENCE = -1;

const BATCH = ['id', 'series', 'number', 'first', 'size', 'root', 'state'] as const;

/** The series' batch that is sealed or submitted; there is at most one. */
export function batchInFlight(db: Db, series: string): Promise<Batch | undefined> {
  return db
    .selectFrom('batch')
    .select(BATCH)
    .where('series', '=', series)
    .where('state', 'in', ['sealed', 'submitted'])
    .executeTakeFirst();
}

export function batchById(db: Db, id: number): Promise<Batch> {
  return db.selectFrom('batch').select(BATCH).where('id', '=', id).executeTakeFirstOrThrow();
}

export async function batchEntries(db: Db, id: number): Promise<Buffer> {
  const row = await db.selectFrom('batch').select('entries').where('id', '=', id).executeTakeFirstOrThrow();
  return row.entries;
}

/** In the order in which they were made. */
export function envelopesOf(db: Db, batchId: number): Promise<StoredEnvelope[]> {
  return db
    .selectFrom('envelope')
    .select(['hash', 'kind', 'tx_id', 'endorsers', 'bytes', 'code'])
    .where('batch_id', '=', batchId)
    .orderBy('made_at')
    .execute();
}

export interface NewEnvelope {
  readonly batchId: number;
  readonly kind: EnvelopeKind;
  readonly hash: Uint8Array;
  readonly txId: string;
  readonly endorsers: readonly string[];
  readonly bytes: Uint8Array;
}

/** Durable before it returns; from here on the batch counts as submitted, whether or not the orderers ever saw it. */
export async function keepEnvelope(db: Db, envelope: NewEnvelope): Promise<void> {
  await sql`
    with moved as (
      update batch set state = 'submitted' where id = ${envelope.batchId} and state = 'sealed' and ${envelope.kind} = 'anchor'
    )
    insert into envelope (hash, batch_id, kind, tx_id, endorsers, bytes)
    values (${Buffer.from(envelope.hash)}, ${envelope.batchId}, ${envelope.kind}, ${envelope.txId},
      ${[...envelope.endorsers]}::text[], ${Buffer.from(envelope.bytes)})`.execute(db);
}

/** After a VALID fence: no envelope made before it can become valid any more. */
export async function voidEnvelopes(db: Db, batchId: number): Promise<void> {
  await db
    .updateTable('envelope')
    .set({ code: VOIDED_BY_FENCE, bytes: null })
    .where('batch_id', '=', batchId)
    .where('code', 'is', null)
    .execute();
}

/** After a VALID fence: frees the number, and puts the documents back into the outbox, in their old order. */
export async function voidBatch(db: Db, batchId: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await voidEnvelopes(trx, batchId);
    await sql`
      with freed as (delete from sealed_invoice where batch_id = ${batchId} returning entry)
      insert into outbox (entry, series)
      select entry, series from freed join invoice using (entry)`.execute(trx);
    await trx.deleteFrom('batch_operation').where('batch_id', '=', batchId).execute();
    await trx.updateTable('batch').set({ state: 'voided' }).where('id', '=', batchId).execute();
  });
}

/** Everything that waits in this series ends here, with a reason that its sender sees. */
export async function refuseWaiting(db: Db, series: string, code: string, detail: string): Promise<void> {
  await sql`
    with taken as (delete from outbox where series = ${series} returning entry)
    insert into refusal (entry, code, detail) select entry, ${code}, ${detail} from taken`.execute(db);
}
