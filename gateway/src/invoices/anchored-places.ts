/**
 * Anchored invoices as bundles are made of them: where each stands, and the bytes that are kept of it. One whose body or
 * secret was destroyed has nothing left to prove and is not found.
 *
 * @module
 */
import { type RawBuilder, sql } from 'kysely';

import type { DocumentPlace, StoredBytes } from '../proofs/anchored-document.js';
import type { Db } from '../store/database.js';

const SUITE = 'sha256-p256';
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
      where exists (select from document_secret d where d.entry = i.entry)
        and exists (select from document_body d where d.entry = i.entry)
        and ${where}
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

/** Bodies and secrets by id. */
export async function storedBytes(db: Db, ids: readonly string[]): Promise<Map<string, StoredBytes>> {
  const rows = await db
    .selectFrom('invoice')
    .innerJoin('document_body', 'document_body.entry', 'invoice.entry')
    .innerJoin('document_secret', 'document_secret.entry', 'invoice.entry')
    .select(['id', 'body', 'secret'])
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, body, secret }) => [id, { body, secret }]));
}
