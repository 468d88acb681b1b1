/**
 * Invoices as they are read: one query shape, one translation. How an invoice fares is not a column but
 * follows from where it stands: outbox, batch, or refusal.
 *
 * @module
 */
import { formatNumber, utf8Decode } from '@chopmark/core';
import { type RawBuilder, sql } from 'kysely';

import type { DocumentContent } from '../keys/sealed-document.js';
import { prefixOf } from '../pipeline/series-name.js';
import type { BatchState } from '../store/tables.js';
import { contentOfRow } from './document-content.js';
import { DamagedInvoiceError, type InvoiceState, type InvoiceView } from './invoice-desk.js';
import type { Store } from './store.js';

export interface ViewRow {
  readonly entry: number;
  readonly id: string;
  readonly operation_id: string;
  readonly line: number | null;
  readonly issued_on: string;
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
  readonly key_id: number | null;
  readonly wrapped: Buffer | null;
  readonly sealed: Buffer | null;
}

/** What every reader selects from; `i`, `s`, `b`, `r`, `d` are invoice, sealed place, batch, refusal, document. */
export const VIEW: RawBuilder<unknown> = sql`
  select i.entry, i.id, i.operation_id, i.line, i.issued_on, i.accepted_at,
    s.batch_id, s.position as batch_position, s.document_hash, i.series,
    b.number as batch_number, b.first as batch_first, b.state as batch_state, b.block, b.position, b.tx_id, b.anchored_at,
    r.code as refusal_code, r.detail as refusal_detail, d.key_id, d.wrapped, d.sealed
  from invoice i
  left join sealed_invoice s on s.entry = i.entry
  left join batch b on b.id = s.batch_id
  left join refusal r on r.entry = i.entry
  left join document d on d.entry = i.entry`;

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
const NAMESPACE = 'tax';

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
    ledger: { namespace: NAMESPACE, series, batch: batch_number, sequence, block, position, txId: tx_id },
  };
}

/** @throws {DamagedInvoiceError} When its contents are gone or do not open any more. */
export async function viewOf({ vault }: Store, row: ViewRow): Promise<InvoiceView> {
  const content = await contentOfRow(vault, row);
  const state = stateOf(row);
  const refusal =
    row.refusal_code === null ? null : { code: row.refusal_code, detail: row.refusal_detail ?? '' };
  if (content === undefined) throw new DamagedInvoiceError(row.id, state, refusal);
  return {
    id: row.id,
    state,
    ...writtenOn(content),
    issuedOn: row.issued_on,
    documentHash: row.document_hash?.toString('hex') ?? null,
    operationId: row.operation_id,
    acceptedAt: row.accepted_at.toISOString(),
    ...(state === 'anchored' ? anchoredOf(row) : NOT_ANCHORED),
    refusal,
  };
}

type Written = Pick<
  InvoiceView,
  'reference' | 'currency' | 'letter' | 'totalNet' | 'totalTax' | 'totalGross' | 'seller' | 'buyer'
>;

/** What validation saw to when it was accepted. */
interface WrittenDocument extends Omit<Written, 'reference'> {
  readonly [other: string]: unknown;
}

function writtenOn({ reference, body }: DocumentContent): Written {
  const { currency, letter, totalNet, totalTax, totalGross, seller, buyer } = JSON.parse(
    utf8Decode(body),
  ) as WrittenDocument;
  return {
    ...(reference !== null && { reference }),
    currency,
    letter,
    totalNet,
    totalTax,
    totalGross,
    seller: { name: seller.name, taxId: seller.taxId },
    buyer: { name: buyer.name, ...(buyer.taxId !== undefined && { taxId: buyer.taxId }) },
  };
}

/** In order, without those that are damaged: fsck names them. */
export async function viewsOf(store: Store, rows: readonly ViewRow[]): Promise<InvoiceView[]> {
  await store.vault.know(rows.flatMap(({ key_id }) => key_id ?? []));
  const views = await Promise.all(rows.map((row) => viewOf(store, row).catch(passOverDamaged)));
  return views.filter((view) => view !== undefined);
}

function passOverDamaged(error: unknown): undefined {
  if (!(error instanceof DamagedInvoiceError)) throw error;
}

export async function viewsWhere(store: Store, condition: RawBuilder<unknown>): Promise<InvoiceView[]> {
  const { rows } = await sql<ViewRow>`${VIEW} where ${condition}`.execute(store.db);
  return viewsOf(store, rows);
}

/** Of one at most. @throws {DamagedInvoiceError} Rather than passing it over. */
export async function viewWhere(
  store: Store,
  condition: RawBuilder<unknown>,
): Promise<InvoiceView | undefined> {
  const { rows } = await sql<ViewRow>`${VIEW} where ${condition}`.execute(store.db);
  return rows[0] && viewOf(store, rows[0]);
}

export async function viewsOfIds(store: Store, ids: readonly string[]): Promise<InvoiceView[]> {
  return ids.length === 0 ? [] : viewsWhere(store, sql`i.id = any(${ids}::text[])`);
}
