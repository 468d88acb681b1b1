/**
 * A batch that the ledger has and a restored database has not: its documents are looked for among those that wait (they
 * were accepted before the backup and sealed after it), by hashing each for the place it would have had. Numbers are
 * never given again; what is found nowhere is listed as lost.
 *
 * @module
 */
import { batchRoot, requireSuite } from '@chopmark/core';
import { sql } from 'kysely';

import { contentOfRow, type MaybeSealed } from '../invoices/document-content.js';
import type { Store } from '../invoices/store.js';
import type { DocumentContent } from '../keys/sealed-document.js';
import { suites } from '../proofs/node-crypto.js';
import type { Ledger } from '../ledger/ledger.js';
import { sealStored } from '../pipeline/hash-documents.js';
import { documentsOf } from '../pipeline/documents-of.js';
import { splitEntries } from '../pipeline/seal.js';
import { kindOfSeries, SUITE } from '../pipeline/series-name.js';
import type { Db } from '../store/database.js';
import type { LedgerBatch } from './ledger-batches.js';

/** Documents that wait keep their order, so the next of a batch is among the first few that were not matched yet. */
const LOOK_AHEAD = 64;

export interface Adopted {
  readonly found: number;
  /** Sequences whose documents are gone. */
  readonly lost: readonly number[];
}

type WaitingRow = Omit<Waiting, 'content'> & MaybeSealed;

interface Waiting {
  readonly entry: number;
  readonly operation_id: string;
  readonly line: number | null;
  readonly content: DocumentContent | undefined;
}

/** @throws {Error} When the transaction's entries do not give the record's root. */
export async function adoptBatch(store: Store, ledger: Ledger, batch: LedgerBatch): Promise<Adopted> {
  const { record } = batch;
  const packed = await ledger.anchoredEntries(batch.block, batch.position);
  const entries = splitEntries(packed);
  const root = batchRoot(requireSuite(suites, record.suite).hash, record.first, entries);
  if (Buffer.from(root).toString('hex') !== record.root) {
    throw new Error(`entries of ${record.series} batch ${record.batch} do not give its root`);
  }
  const waiting = await waitingOf(store, record.series, record.size + LOOK_AHEAD);
  const places = match(ledger, record, entries, waiting);
  await keep(store.db, batch, packed, entries, places);
  const lost = entries.flatMap((_, at) => (places.has(at) ? [] : [record.first + at]));
  return { found: places.size, lost };
}

async function waitingOf({ db, vault }: Store, series: string, most: number): Promise<Waiting[]> {
  const { rows } = await sql<WaitingRow>`
    select o.entry, i.id, i.operation_id, i.line, d.key_id, d.wrapped, d.sealed
    from outbox o join ${documentsOf(series)} i using (entry) left join document d using (entry)
    where o.series = ${series} order by o.entry limit ${most}`.execute(db);
  const waiting: Waiting[] = [];
  for (const row of rows) waiting.push({ ...row, content: await contentOfRow(vault, row) });
  return waiting;
}

/** @returns Place in the batch → the document that waited. */
function match(
  { network, namespace }: Ledger,
  { series, first }: LedgerBatch['record'],
  entries: readonly Uint8Array[],
  waiting: readonly Waiting[],
): Map<number, Waiting> {
  const context = { network, namespace, kind: kindOfSeries(series), suite: SUITE, series };
  const left = [...waiting];
  const places = new Map<number, Waiting>();
  for (const [at, hash] of entries.entries()) {
    const found = left.slice(0, LOOK_AHEAD).findIndex(({ content }) => {
      if (content === undefined) return false;
      const { secret, body } = content;
      try {
        const sealed = sealStored(context, first + at, secret, body);
        return Buffer.from(hash).equals(sealed.hash);
      } catch {
        return false; // no document: matches nothing
      }
    });
    const [document] = found < 0 ? [] : left.splice(found, 1);
    if (document !== undefined) places.set(at, document);
  }
  return places;
}

async function keep(
  db: Db,
  { record, block, position }: LedgerBatch,
  packed: Uint8Array,
  entries: readonly Uint8Array[],
  places: ReadonlyMap<number, Waiting>,
): Promise<void> {
  const found = [...places].map(([at, document]) => ({ at, ...document }));
  const lost = entries.flatMap((hash, at) => (places.has(at) ? [] : [{ at, hash }]));
  await db.transaction().execute(async (trx) => {
    const { id } = await trx
      .insertInto('batch')
      .values({
        series: record.series,
        number: record.batch,
        first: record.first,
        size: record.size,
        root: Buffer.from(record.root, 'hex'),
        entries: Buffer.from(packed),
        state: 'anchored',
        block,
        position,
        tx_id: record.txId,
        anchored_at: new Date(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await sql`
      with placed as (
        insert into sealed_invoice (entry, batch_id, position, document_hash)
        select entry, ${id}::bigint, place, hash from unnest(${found.map(({ entry }) => entry)}::bigint[],
          ${found.map(({ at }) => at)}::int[], ${found.map(({ at }) => Buffer.from(entries[at] ?? []))}::bytea[]) as t (entry, place, hash)
      ), counted as (
        insert into batch_operation (batch_id, operation_id, size)
        select ${id}::bigint, operation_id, count(*) from invoice
        where entry = any(${found.map(({ entry }) => entry)}::bigint[]) and line is not null group by operation_id
      )
      delete from outbox where entry = any(${found.map(({ entry }) => entry)}::bigint[])`.execute(trx);
    await sql`
      insert into lost_document (series, sequence, document_hash)
      select ${record.series}, sequence, hash from unnest(${lost.map(({ at }) => record.first + at)}::bigint[],
        ${lost.map(({ hash }) => Buffer.from(hash))}::bytea[]) as t (sequence, hash)
      on conflict do nothing`.execute(trx);
  });
}
