/**
 * An accepted invoice as rows: made once, in memory, before anything is durable.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';

import { canonicalBytes, concatBytes, type JsonValue } from '@chopmark/core';

import { seriesOf } from '../pipeline/series-name.js';
import { sha256 } from '../proofs/node-crypto.js';
import type { InvoiceView, NewInvoice } from './invoice-desk.js';

export const SECRET_BYTES = 32;

export interface InvoiceRow {
  readonly id: string;
  readonly series: string;
  readonly operationId: string;
  readonly line: number | null;
  readonly reference: string | null;
  readonly createdBy: string;
  readonly issuedOn: string;
  readonly currency: string;
  readonly letter: string;
  readonly totalNet: string;
  readonly totalTax: string;
  readonly totalGross: string;
  readonly seller: { readonly name: string; readonly taxId: string };
  readonly buyer: { readonly name: string; readonly taxId: string | null };
  readonly body: Uint8Array;
  readonly secret: Uint8Array;
  /** SHA-256(secret ‖ body), from memory: what the seal compares the stored bytes with. */
  readonly digest: Uint8Array;
}

export interface RowContext {
  readonly issueChannel: number;
  /** The batch import that it belongs to; absent: it is an operation of its own. */
  readonly import?: { readonly operationId: string; readonly line: number };
}

const textOf = (value: JsonValue | undefined): string => {
  if (typeof value !== 'string') throw new TypeError('the desk takes validated invoices only');
  return value;
};

function partyOf(value: JsonValue | undefined): Readonly<Record<string, JsonValue>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError('the desk takes validated invoices only');
  }
  return value as Readonly<Record<string, JsonValue>>;
}

export const digestOf = (secret: Uint8Array, body: Uint8Array): Uint8Array =>
  sha256(concatBytes(secret, body));

/** @throws {TypeError} When the document lacks a member that validation demands: a fault of the caller's program. */
export function invoiceRow(invoice: NewInvoice, context: RowContext): InvoiceRow {
  const { document } = invoice;
  const seller = partyOf(document['seller']);
  const buyer = partyOf(document['buyer']);
  const unique = randomBytes(16).toString('hex');
  const issuedOn = textOf(document['issuedOn']);
  const body = canonicalBytes(document);
  const secret = randomBytes(SECRET_BYTES);
  return {
    id: `inv_${unique}`,
    series: seriesOf(issuedOn, context.issueChannel),
    operationId: context.import?.operationId ?? `op_${unique}`,
    line: context.import?.line ?? null,
    reference: invoice.reference ?? null,
    createdBy: invoice.createdBy,
    issuedOn,
    currency: textOf(document['currency']),
    letter: textOf(document['letter']),
    totalNet: textOf(document['totalNet']),
    totalTax: textOf(document['totalTax']),
    totalGross: textOf(document['totalGross']),
    seller: { name: textOf(seller['name']), taxId: invoice.sellerTaxId },
    buyer: {
      name: textOf(buyer['name']),
      taxId: buyer['taxId'] === undefined ? null : textOf(buyer['taxId']),
    },
    body,
    secret,
    digest: digestOf(secret, body),
  };
}

/** How it looks right after it became durable. */
export function acceptedView(row: InvoiceRow, acceptedAt: Date): InvoiceView {
  return {
    id: row.id,
    number: null,
    state: 'accepted',
    ...(row.reference === null ? {} : { reference: row.reference }),
    issuedOn: row.issuedOn,
    currency: row.currency,
    letter: row.letter,
    totalNet: row.totalNet,
    totalTax: row.totalTax,
    totalGross: row.totalGross,
    seller: row.seller,
    buyer: { name: row.buyer.name, ...(row.buyer.taxId === null ? {} : { taxId: row.buyer.taxId }) },
    documentHash: null,
    operationId: row.operationId,
    acceptedAt: acceptedAt.toISOString(),
    anchoredAt: null,
    ledger: null,
    refusal: null,
  };
}
