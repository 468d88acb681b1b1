/**
 * The invoices of one month, in the order of the ledger, each with its place compared with the batch that is anchored:
 * the root follows from the batch's entries, and the entry at the place is the document's hash.
 *
 * @module
 */
import { batchRoot, requireSuite, toHex, utf8Decode, type JsonObject } from '@chopmark/core';
import { sql } from 'kysely';

import { splitEntries } from '../pipeline/seal.js';
import { erasedInvoice, remainsOf } from '../privacy/remains.js';
import { suites } from '../proofs/node-crypto.js';
import type { Db } from '../store/database.js';
import type { ErasureTable } from '../store/tables.js';
import { conditionOfArchive } from './archive-conditions.js';
import { contentOfRow } from './document-content.js';
import type { InvoiceSide, RegisterEntry } from './invoice-desk.js';
import type { Store } from './store.js';
import { anchoredOf, VIEW, type ViewRow, viewOf } from './views.js';

const PAGE = 500;

interface AnchoredBatch {
  readonly root: string;
  readonly entries: readonly Uint8Array[];
  /** Whether the root follows from the entries. */
  readonly holds: boolean;
}

/** @param month `yyyy-mm` of issue. */
export async function* registerOf(
  store: Store,
  sides: 'all' | readonly InvoiceSide[],
  month: string,
): AsyncGenerator<RegisterEntry> {
  const condition = conditionOfArchive(store.vault, {
    sides,
    issuedFrom: `${month}-01`,
    issuedTo: lastDayOf(month),
  });
  const invoices = pages((after) =>
    sql<ViewRow>`${VIEW} where ${condition} and i.entry > ${after} order by i.entry limit ${PAGE}`.execute(
      store.db,
    ),
  );
  const erased = sides === 'all' ? pages((after) => erasedOf(store.db, month, after)) : nothing();
  let batch: { readonly id: number; readonly content: AnchoredBatch | undefined } | undefined;
  for await (const row of byEntry<ViewRow | ErasedRow>(invoices, erased)) {
    const { batch_id: id } = row;
    if (id !== null && batch?.id !== id) batch = { id, content: await batchOf(store.db, id) };
    const content = id === null ? undefined : batch?.content;
    yield 'reason' in row ? erasedEntry(row, content) : await entryOf(store, row, content);
  }
}

async function* pages<Row extends { readonly entry: number }>(
  page: (after: number) => Promise<{ readonly rows: readonly Row[] }>,
): AsyncGenerator<Row> {
  for (let after = 0; ;) {
    const { rows } = await page(after);
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.entry ?? 0;
  }
}

async function* nothing(): AsyncGenerator<never> {
  // Whose an erased invoice was is not known: no register of one taxpayer has it.
}

/** Two that are in order become one that is. */
async function* byEntry<Row extends { readonly entry: number }>(
  first: AsyncGenerator<Row>,
  second: AsyncGenerator<Row>,
): AsyncGenerator<Row> {
  let other = await second.next();
  for await (const row of first) {
    for (; other.done !== true && other.value.entry < row.entry; other = await second.next())
      yield other.value;
    yield row;
  }
  for (; other.done !== true; other = await second.next()) yield other.value;
}

async function entryOf(store: Store, row: ViewRow, batch: AnchoredBatch | undefined): Promise<RegisterEntry> {
  const content = await contentOfRow(store.vault, row);
  if (content === undefined) return { id: row.id, issuedOn: row.issued_on };
  const document = JSON.parse(utf8Decode(content.body)) as JsonObject;
  const invoice = await viewOf(store, row);
  if (invoice.ledger === null || batch === undefined)
    return { id: row.id, issuedOn: row.issued_on, invoice, document };
  const agrees = holdsAt(batch, row.batch_position, invoice.documentHash);
  return { id: row.id, issuedOn: row.issued_on, invoice, document, batchRoot: batch.root, agrees };
}

type ErasedRow = ErasureTable &
  Parameters<typeof anchoredOf>[0] &
  Pick<ViewRow, 'batch_id' | 'document_hash' | 'issued_on'>;

function erasedOf(db: Db, month: string, after: number): Promise<{ readonly rows: ErasedRow[] }> {
  return sql<ErasedRow>`
    select e.*, s.batch_id, s.position as batch_position, s.document_hash, b.number as batch_number,
      b.first as batch_first, b.block, b.position, b.tx_id, b.anchored_at
    from erasure e
    left join sealed_invoice s on s.entry = e.entry and e.sequence is not null left join batch b on b.id = s.batch_id
    where e.issued_on between ${`${month}-01`}::date and ${lastDayOf(month)}::date and e.entry > ${after}
    order by e.entry limit ${PAGE}`.execute(db);
}

function erasedEntry(row: ErasedRow, batch: AnchoredBatch | undefined): RegisterEntry {
  const told = { id: row.id, issuedOn: row.issued_on, erasure: erasedInvoice(remainsOf(row)) };
  const { document_hash: hash, batch_position: position } = row;
  if (hash === null || position === null || batch === undefined) return told;
  const { ledger } = anchoredOf(row);
  const documentHash = toHex(hash);
  return {
    ...told,
    ledger,
    documentHash,
    batchRoot: batch.root,
    agrees: holdsAt(batch, position, documentHash),
  };
}

function holdsAt({ holds, entries }: AnchoredBatch, position: number | null, hash: string | null): boolean {
  const place = position === null ? undefined : entries[position];
  return holds && place !== undefined && toHex(place) === hash;
}

async function batchOf(db: Db, id: number): Promise<AnchoredBatch | undefined> {
  const row = await db
    .selectFrom('batch')
    .innerJoin('series', 'series.series', 'batch.series')
    .select(['batch.root', 'batch.entries', 'batch.first', 'series.suite'])
    .where('batch.id', '=', id)
    .where('batch.state', '=', 'anchored')
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const entries = splitEntries(row.entries);
  const root = toHex(row.root);
  return {
    root,
    entries,
    holds: toHex(batchRoot(requireSuite(suites, row.suite).hash, row.first, entries)) === root,
  };
}

function lastDayOf(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return `${month}-${String(new Date(Date.UTC(year, number, 0)).getUTCDate()).padStart(2, '0')}`;
}
