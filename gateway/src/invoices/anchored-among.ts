/**
 * What anchoring adds to invoices that are known already: a few columns instead of the whole view, and those of the
 * batch once instead of with each invoice.
 *
 * @module
 */
import { sql } from 'kysely';

import type { Db } from '../store/database.js';
import type { InvoiceView } from './invoice-desk.js';
import { anchoredOf } from './views.js';

export type AnchoredPart = Pick<
  InvoiceView,
  'id' | 'state' | 'number' | 'documentHash' | 'anchoredAt' | 'ledger'
>;

/** @returns Of these invoices those that stand in one of these batches; the batches must be anchored. */
export async function anchoredAmong(
  db: Db,
  batchIds: readonly number[],
  ids: readonly string[],
): Promise<AnchoredPart[]> {
  const batches = await db
    .selectFrom('batch')
    .select(['id', 'series', 'number', 'first', 'block', 'position', 'tx_id', 'anchored_at'])
    .where('id', 'in', batchIds)
    .where('state', '=', 'anchored')
    .execute();
  const byId = new Map(batches.map((batch) => [batch.id, batch]));
  const { rows } = await sql<PlaceRow>`
    select i.id, s.batch_id, s.position, s.document_hash
    from invoice i join sealed_invoice s on s.entry = i.entry
    where i.id = any(${ids}::text[]) and s.batch_id = any(${[...byId.keys()]}::bigint[])`.execute(db);
  return rows.flatMap(({ id, batch_id, position, document_hash }) => {
    const batch = byId.get(batch_id);
    if (batch === undefined) return [];
    const place = {
      ...batch,
      id,
      batch_position: position,
      batch_number: batch.number,
      batch_first: batch.first,
    };
    return [
      { id, state: 'anchored' as const, documentHash: document_hash.toString('hex'), ...anchoredOf(place) },
    ];
  });
}

interface PlaceRow {
  readonly id: string;
  readonly batch_id: number;
  readonly position: number;
  readonly document_hash: Buffer;
}
