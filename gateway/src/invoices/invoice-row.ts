/**
 * An accepted invoice as rows: made once, in memory, before anything is durable.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';

import { canonicalBytes, type JsonValue } from '@chopmark/core';

import { SECRET_BYTES, type SealedDocument } from '../keys/sealed-document.js';
import type { Vault } from '../keys/vault.js';
import { seriesOf } from '../pipeline/series-name.js';
import type { InvoiceView, NewInvoice } from './invoice-desk.js';

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
  /** What the columns of search hold instead of tax ids and reference. */
  readonly tokens: {
    readonly seller: Uint8Array;
    readonly buyer: Uint8Array | null;
    readonly reference: Uint8Array | null;
  };
  /** Sealed in memory: what the seal opens must be these very bytes. */
  readonly document: SealedDocument;
}

export interface RowContext {
  readonly vault: Vault;
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

/** @throws {TypeError} When the document lacks a member that validation demands: a fault of the caller's program. */
export function invoiceRow(invoice: NewInvoice, context: RowContext): InvoiceRow {
  const { document, sellerTaxId, reference = null } = invoice;
  const { vault } = context;
  const seller = partyOf(document['seller']);
  const buyer = partyOf(document['buyer']);
  const unique = randomBytes(16).toString('hex');
  const issuedOn = textOf(document['issuedOn']);
  const buyerTaxId = buyer['taxId'] === undefined ? null : textOf(buyer['taxId']);
  const id = `inv_${unique}`;
  const content = { secret: randomBytes(SECRET_BYTES), reference, body: canonicalBytes(document) };
  return {
    id,
    series: seriesOf(issuedOn, context.issueChannel),
    operationId: context.import?.operationId ?? `op_${unique}`,
    line: context.import?.line ?? null,
    reference,
    createdBy: invoice.createdBy,
    issuedOn,
    currency: textOf(document['currency']),
    letter: textOf(document['letter']),
    totalNet: textOf(document['totalNet']),
    totalTax: textOf(document['totalTax']),
    totalGross: textOf(document['totalGross']),
    seller: { name: textOf(seller['name']), taxId: sellerTaxId },
    buyer: { name: textOf(buyer['name']), taxId: buyerTaxId },
    tokens: {
      seller: vault.taxpayer(sellerTaxId),
      buyer: buyerTaxId === null ? null : vault.taxpayer(buyerTaxId),
      reference: reference === null ? null : vault.reference(reference),
    },
    document: vault.sealDocument(id, content),
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
