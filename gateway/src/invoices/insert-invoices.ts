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
const bytes = (value: Uint8Array): Buffer => Buffer.from(value.buffer, value.byteOffset, value.byteLength);

/**
 * Invoice, body, secret and outbox row of each. A row whose reference (or line of an import) is taken is
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
        ${column(rows, (row) => row.seller.taxId)}::text[], ${column(rows, (row) => row.buyer.taxId)}::text[],
        ${column(rows, (row) => row.reference)}::text[], ${column(rows, (row) => row.createdBy)}::text[],
        ${column(rows, (row) => row.operationId)}::text[], ${column(rows, (row) => row.line)}::int[],
        ${column(rows, (row) => row.issuedOn)}::date[], ${column(rows, (row) => row.currency)}::text[],
        ${column(rows, (row) => row.letter)}::text[], ${column(rows, (row) => row.totalNet)}::text[],
        ${column(rows, (row) => row.totalTax)}::text[], ${column(rows, (row) => row.totalGross)}::text[],
        ${column(rows, (row) => row.seller.name)}::text[], ${column(rows, (row) => row.buyer.name)}::text[],
        ${column(rows, (row) => bytes(row.body))}::bytea[], ${column(rows, (row) => bytes(row.secret))}::bytea[],
        ${column(rows, (row) => bytes(row.digest))}::bytea[]
      ) as t (id, series, seller_tax_id, buyer_tax_id, reference, created_by, operation_id, line, issued_on, currency,
        letter, total_net, total_tax, total_gross, seller_name, buyer_name, body, secret, digest)
    ), inserted as (
      insert into invoice (id, series, seller_tax_id, buyer_tax_id, reference, created_by, operation_id, line,
        issued_on, currency, letter, total_net, total_tax, total_gross, seller_name, buyer_name)
      select id, series, seller_tax_id, buyer_tax_id, reference, created_by, operation_id, line,
        issued_on, currency, letter, total_net, total_tax, total_gross, seller_name, buyer_name from input
      on conflict do nothing
      returning entry, id, series, accepted_at
    ), bodies as (
      insert into document_body (entry, body, digest)
      select entry, body, digest from inserted join input using (id)
    ), secrets as (
      insert into document_secret (entry, secret)
      select entry, secret from inserted join input using (id)
    ), waiting as (
      insert into outbox (entry, series) select entry, series from inserted
    )
    select id, accepted_at from inserted`.execute(db);
  return new Map(answer.rows.map((row) => [row.id, row]));
}
