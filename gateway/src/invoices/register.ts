/**
 * The invoices of one month, in the order of the ledger, each with its place compared with the batch that is anchored:
 * the root follows from the batch's entries, and the entry at the place is the document's hash.
 *
 * @module
 */
import { batchRoot, requireSuite, toHex, utf8Decode, type JsonObject } from '@chopmark/core';
import { sql } from 'kysely';

import { splitEntries } from '../pipeline/seal.js';
import { suites } from '../proofs/node-crypto.js';
import type { Db } from '../store/database.js';
import { conditionOfArchive } from './archive-conditions.js';
import { contentOfRow } from './document-content.js';
import type { InvoiceSide, RegisterEntry } from './invoice-desk.js';
import type { Store } from './store.js';
import { VIEW, type ViewRow, viewOf } from './views.js';

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
  let batch: { readonly id: number; readonly content: AnchoredBatch | undefined } | undefined;
  for (let after = 0; ;) {
    const { rows } = await sql<ViewRow>`
      ${VIEW} where ${condition} and i.entry > ${after} order by i.entry limit ${PAGE}`.execute(store.db);
    for (const row of rows) {
      if (row.batch_id !== null && batch?.id !== row.batch_id)
        batch = { id: row.batch_id, content: await batchOf(store.db, row.batch_id) };
      yield await entryOf(store, row, row.batch_id === null ? undefined : batch?.content);
    }
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.entry ?? 0;
  }
}

async function entryOf(store: Store, row: ViewRow, batch: AnchoredBatch | undefined): Promise<RegisterEntry> {
  const content = await contentOfRow(store.vault, row);
  if (content === undefined) return { id: row.id, issuedOn: row.issued_on };
  const document = JSON.parse(utf8Decode(content.body)) as JsonObject;
  const invoice = await viewOf(store, row);
  if (invoice.ledger === null || batch === undefined)
    return { id: row.id, issuedOn: row.issued_on, invoice, document };
  const place = row.batch_position === null ? undefined : batch.entries[row.batch_position];
  const agrees = batch.holds && place !== undefined && toHex(place) === invoice.documentHash;
  return { id: row.id, issuedOn: row.issued_on, invoice, document, batchRoot: batch.root, agrees };
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
