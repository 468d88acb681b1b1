/**
 * Writes accepted invoices: one statement for any number of them.
 *
 * @module
 */
import { sql } from 'kysely';

import type { Db } from '../store/database.js';
import type { InvoiceRow } from './invoice-row.js';

export interface InsertedInvoice {
  readonly id: string;
  readonly accepted_at: Date;
}

const column = <T>(rows: readonly InvoiceRow[], of: (row: InvoiceRow) => T): T[] => rows.map(of);
const bytes = (value: Uint8Array | null): Buffer | null =>
  value === null ? null : Buffer.from(value.buffer, value.byteOffset, value.byteLength);

/**
 * Invoice, document and outbox row of each. A row whose reference (or line of an import) is taken is
 * left out as a whole: it is missing from the answer.
 *
 * @param db Best a transaction.
 */
export async function insertInvoices(
  db: Db,
  rows: readonly InvoiceRow[],
): Promise<Map<string, InsertedInvoice>> {
  if (rows.length === 0) return new Map();
  const answer = await sql<InsertedInvoice>`
    with input as materialized (
      select * from unnest(
        ${column(rows, (row) => row.id)}::text[], ${column(rows, (row) => row.series)}::text[],
        ${column(rows, (row) => bytes(row.tokens.seller))}::bytea[], ${column(rows, (row) => bytes(row.tokens.buyer))}::bytea[],
        ${column(rows, (row) => bytes(row.tokens.reference))}::bytea[], ${column(rows, (row) => row.createdBy)}::text[],
        ${column(rows, (row) => row.operationId)}::text[], ${column(rows, (row) => row.line)}::int[],
        ${column(rows, (row) => row.issuedOn)}::date[], ${column(rows, (row) => row.document.keyId)}::int[],
        ${column(rows, (row) => bytes(row.document.wrapped))}::bytea[], ${column(rows, (row) => bytes(row.document.sealed))}::bytea[]
      ) as t (id, series, seller_token, buyer_token, reference_token, created_by, operation_id, line, issued_on,
        key_id, wrapped, sealed)
    ), inserted as (
      insert into invoice (id, series, seller_token, buyer_token, reference_token, created_by, operation_id, line, issued_on)
      select id, series, seller_token, buyer_token, reference_token, created_by, operation_id, line, issued_on from input
      on conflict do nothing
      returning entry, id, series, accepted_at
    ), documents as (
      insert into document (entry, key_id, wrapped, sealed)
      select entry, key_id, wrapped, sealed from inserted join input using (id)
    ), waiting as (
      insert into outbox (entry, series) select entry, series from inserted
    )
    select id, accepted_at from inserted`.execute(db);
  return new Map(answer.rows.map((row) => [row.id, row]));
}
