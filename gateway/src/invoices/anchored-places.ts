/**
 * Anchored invoices as bundles are made of them: where each stands, and the bytes that are kept of it. One whose contents
 * were destroyed has nothing left to prove and is not found.
 *
 * @module
 */
import { type RawBuilder, sql } from 'kysely';

import { SUITE } from '../pipeline/series-name.js';
import type { DocumentPlace, StoredBytes } from '../proofs/anchored-document.js';
import type { Db } from '../store/database.js';
import { contentOfRow } from './document-content.js';
import type { Store } from './store.js';

const KIND = 'invoice';

interface PlaceRow {
  readonly id: string;
  readonly series: string;
  readonly batch_id: number;
  readonly batch: number;
  readonly first: number;
  readonly index: number;
  readonly document_hash: Buffer;
  readonly block: number;
  readonly position: number;
}

/**
 * @param where `i`, `s`, `b` are invoice, sealed place, batch.
 * @param limit Comes before the order: of far too many it is enough to know that they are too many.
 * @returns By batch and place in it: what a batch shares is made once, and numbers ascend in each series.
 */
export async function anchoredPlaces(
  db: Db,
  where: RawBuilder<unknown>,
  limit: number,
): Promise<DocumentPlace[]> {
  const { rows } = await sql<PlaceRow>`
    select * from (
      select i.id, i.series, b.id as batch_id, b.number as batch, b.first, s.position as index,
        s.document_hash, b.block, b.position
      from invoice i
      join sealed_invoice s on s.entry = i.entry
      join batch b on b.id = s.batch_id and b.state = 'anchored'
      where exists (select from document d where d.entry = i.entry) and ${where}
      limit ${limit}) found
    order by batch_id, index`.execute(db);
  return rows.map(({ batch_id, document_hash, ...row }) => ({
    ...row,
    kind: KIND,
    suite: SUITE,
    sequence: row.first + row.index,
    batchId: batch_id,
    hash: document_hash,
  }));
}

/** Bodies and secrets by id, without those that do not open. */
export async function storedBytes(
  { db, vault }: Store,
  ids: readonly string[],
): Promise<Map<string, StoredBytes>> {
  const rows = await db
    .selectFrom('invoice')
    .innerJoin('document', 'document.entry', 'invoice.entry')
    .select(['id', 'key_id', 'wrapped', 'sealed'])
    .where('id', 'in', ids)
    .execute();
  const found = new Map<string, StoredBytes>();
  for (const row of rows) {
    const content = await contentOfRow(vault, row);
    if (content !== undefined) found.set(row.id, content);
  }
  return found;
}
