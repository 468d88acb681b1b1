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
/**
 * Rows of one statement: so few that they are read and written by their keys, whatever the planner knows of tables that
 * were restored a moment ago, and hold little memory.
 */
const CHUNK = 256;

export interface Adopted {
  readonly found: number;
  /** Sequences whose documents are gone. */
  readonly lost: readonly number[];
}

interface WaitingRow extends MaybeSealed {
  readonly entry: number;
  readonly operation_id: string;
  readonly line: number | null;
}

interface Waiting {
  readonly row: WaitingRow;
  readonly content: DocumentContent | undefined;
}

/** A document that waited, and its place in the batch. */
interface Placed {
  readonly at: number;
  readonly hash: Uint8Array;
  readonly entry: number;
  readonly operation: string;
  readonly line: number | null;
}

interface Matched {
  readonly placed: readonly Placed[];
  readonly lost: readonly { readonly at: number; readonly hash: Uint8Array }[];
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
  const matched = await match(ledger, record, entries, waitingOf(store, record.series));
  await keep(store.db, batch, packed, matched);
  return { found: matched.placed.length, lost: matched.lost.map(({ at }) => record.first + at) };
}

/** What waits in a series, in its order; read as far as it is asked for. */
async function* waitingOf({ db, vault }: Store, series: string): AsyncGenerator<Waiting, void> {
  for (let after = 0; ;) {
    const entries = await db
      .selectFrom('outbox')
      .select('entry')
      .where('series', '=', series)
      .where('entry', '>', after)
      .orderBy('entry')
      .limit(CHUNK)
      .execute();
    const { rows } = await sql<WaitingRow>`
      select i.entry, i.id, i.operation_id, i.line, d.key_id, d.wrapped, d.sealed
      from ${documentsOf(series)} i left join document d on d.entry = i.entry
      where i.entry = any(${entries.map(({ entry }) => entry)}::bigint[]) order by i.entry`.execute(db);
    for (const row of rows) yield { row, content: await contentOfRow(vault, row) };
    if (entries.length < CHUNK) return;
    after = entries.at(-1)?.entry ?? after;
  }
}

async function match(
  { network, namespace }: Ledger,
  { series, first }: LedgerBatch['record'],
  entries: readonly Uint8Array[],
  waiting: AsyncGenerator<Waiting, void>,
): Promise<Matched> {
  const context = { network, namespace, kind: kindOfSeries(series), suite: SUITE, series };
  const next: Waiting[] = [];
  const placed: Placed[] = [];
  const lost: { at: number; hash: Uint8Array }[] = [];
  for (const [at, hash] of entries.entries()) {
    while (next.length < LOOK_AHEAD) {
      const read = await waiting.next();
      if (read.done === true) break;
      next.push(read.value);
    }
    const found = next.findIndex(({ content }) => {
      if (content === undefined) return false;
      const { secret, body } = content;
      try {
        const sealed = sealStored(context, first + at, secret, body);
        return Buffer.from(hash).equals(sealed.hash);
      } catch {
        return false; // no document: matches nothing
      }
    });
    const [document] = found < 0 ? [] : next.splice(found, 1);
    if (document === undefined) {
      lost.push({ at, hash });
    } else {
      const { entry, operation_id: operation, line } = document.row;
      placed.push({ at, hash, entry, operation, line });
    }
  }
  return { placed, lost };
}

async function keep(
  db: Db,
  { record, block, position }: LedgerBatch,
  packed: Uint8Array,
  { placed, lost }: Matched,
): Promise<void> {
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
    for (const chunk of chunksOf(placed)) await keepPlaces(trx, id, chunk);
    for (const [operation, size] of linesByOperation(placed))
      await trx
        .insertInto('batch_operation')
        .values({ batch_id: id, operation_id: operation, size })
        .execute();
    for (const chunk of chunksOf(lost)) {
      await sql`
        insert into lost_document (series, sequence, document_hash)
        select ${record.series}, sequence, hash from unnest(${chunk.map(({ at }) => record.first + at)}::bigint[],
          ${chunk.map(({ hash }) => Buffer.from(hash))}::bytea[]) as t (sequence, hash)
        on conflict do nothing`.execute(trx);
    }
  });
}

async function keepPlaces(trx: Db, batchId: number, placed: readonly Placed[]): Promise<void> {
  const entries = placed.map(({ entry }) => entry);
  await sql`
    with placed as (
      insert into sealed_invoice (entry, batch_id, position, document_hash)
      select entry, ${batchId}::bigint, place, hash from unnest(${entries}::bigint[],
        ${placed.map(({ at }) => at)}::int[], ${placed.map(({ hash }) => Buffer.from(hash))}::bytea[]) as t (entry, place, hash)
    )
    delete from outbox where entry = any(${entries}::bigint[])`.execute(trx);
}

/** How many lines of each import; what was issued by itself is an operation of its own. */
function linesByOperation(placed: readonly Placed[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { operation, line } of placed)
    if (line !== null) sizes.set(operation, (sizes.get(operation) ?? 0) + 1);
  return sizes;
}

function* chunksOf<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += CHUNK) yield all.slice(at, at + CHUNK);
}
