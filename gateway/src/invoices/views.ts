/**
 * Invoices as they are read: one query shape, one translation. How an invoice fares is not a column but
 * follows from where it stands: outbox, batch, or refusal.
 *
 * @module
 */
import { formatNumber, kindOf } from '@chopmark/core';
import { type RawBuilder, sql } from 'kysely';

import { prefixOf } from '../pipeline/series-name.js';
import type { Db } from '../store/database.js';
import type { BatchState } from '../store/tables.js';
import type { InvoiceState, InvoiceView } from './invoice-desk.js';

export interface ViewRow {
  readonly entry: number;
  readonly id: string;
  readonly reference: string | null;
  readonly operation_id: string;
  readonly line: number | null;
  readonly issued_on: string;
  readonly currency: string;
  readonly letter: string;
  readonly total_net: string;
  readonly total_tax: string;
  readonly total_gross: string;
  readonly seller_tax_id: string;
  readonly seller_name: string;
  readonly buyer_tax_id: string | null;
  readonly buyer_name: string;
  readonly accepted_at: Date;
  readonly batch_id: number | null;
  readonly batch_position: number | null;
  readonly document_hash: Buffer | null;
  readonly series: string;
  readonly batch_number: number | null;
  readonly batch_first: number | null;
  readonly batch_state: BatchState | null;
  readonly block: number | null;
  readonly position: number | null;
  readonly tx_id: string | null;
  readonly anchored_at: Date | null;
  readonly refusal_code: string | null;
  readonly refusal_detail: string | null;
}

/** What every reader selects from; `i`, `s`, `b`, `r` are invoice, sealed place, batch, refusal. */
export const VIEW: RawBuilder<unknown> = sql`
  select i.entry, i.id, i.reference, i.operation_id, i.line, i.issued_on, i.currency, i.letter,
    i.total_net, i.total_tax, i.total_gross, i.seller_tax_id, i.seller_name, i.buyer_tax_id, i.buyer_name, i.accepted_at,
    s.batch_id, s.position as batch_position, s.document_hash, i.series,
    b.number as batch_number, b.first as batch_first, b.state as batch_state, b.block, b.position, b.tx_id, b.anchored_at,
    r.code as refusal_code, r.detail as refusal_detail
  from invoice i
  left join sealed_invoice s on s.entry = i.entry
  left join batch b on b.id = s.batch_id
  left join refusal r on r.entry = i.entry`;

function stateOf(row: ViewRow): InvoiceState {
  if (row.refusal_code !== null) return 'refused';
  // A voided batch has no sealed invoices: its documents stand in the outbox again.
  return row.batch_state === null || row.batch_state === 'voided' ? 'accepted' : row.batch_state;
}

/** What the number and the place on the ledger follow from. */
type AnchoredRow = Pick<
  ViewRow,
  | 'id'
  | 'series'
  | 'batch_first'
  | 'batch_position'
  | 'batch_number'
  | 'block'
  | 'position'
  | 'tx_id'
  | 'anchored_at'
>;

/** What there is to tell only once it is anchored. */
type Anchored = Pick<InvoiceView, 'number' | 'anchoredAt' | 'ledger'>;

const NOT_ANCHORED: Anchored = { number: null, anchoredAt: null, ledger: null };
const KIND = 'invoice';
const { namespace } = kindOf(KIND);

/** Where an anchored invoice stands, and the number that follows from it. */
export function anchoredOf(row: AnchoredRow): Anchored {
  const { batch_first, batch_position, batch_number, block, position, tx_id, anchored_at, series } = row;
  const isWhole = batch_first !== null && batch_position !== null && batch_number !== null;
  if (!isWhole || block === null || position === null || tx_id === null)
    throw new Error(`${row.id} is anchored nowhere`);
  const sequence = batch_first + batch_position;
  return {
    number: formatNumber(KIND, prefixOf(series), sequence),
    anchoredAt: anchored_at?.toISOString() ?? null,
    ledger: { namespace, series, batch: batch_number, sequence, block, position, txId: tx_id },
  };
}

export function viewOf(row: ViewRow): InvoiceView {
  const state = stateOf(row);
  return {
    id: row.id,
    state,
    ...(row.reference === null ? {} : { reference: row.reference }),
    issuedOn: row.issued_on,
    currency: row.currency,
    letter: row.letter,
    totalNet: row.total_net,
    totalTax: row.total_tax,
    totalGross: row.total_gross,
    seller: { name: row.seller_name, taxId: row.seller_tax_id },
    buyer: { name: row.buyer_name, ...(row.buyer_tax_id === null ? {} : { taxId: row.buyer_tax_id }) },
    documentHash: row.document_hash?.toString('hex') ?? null,
    operationId: row.operation_id,
    acceptedAt: row.accepted_at.toISOString(),
    ...(state === 'anchored' ? anchoredOf(row) : NOT_ANCHORED),
    refusal: row.refusal_code === null ? null : { code: row.refusal_code, detail: row.refusal_detail ?? '' },
  };
}

export async function viewsWhere(db: Db, condition: RawBuilder<unknown>): Promise<InvoiceView[]> {
  const { rows } = await sql<ViewRow>`${VIEW} where ${condition}`.execute(db);
  return rows.map(viewOf);
}

export async function viewsOfIds(db: Db, ids: readonly string[]): Promise<InvoiceView[]> {
  return ids.length === 0 ? [] : viewsWhere(db, sql`i.id = any(${ids}::text[])`);
}
