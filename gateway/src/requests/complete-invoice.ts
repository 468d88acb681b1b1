/**
 * A request for an invoice → the complete document of kind `invoice`, schema 1 (docs/formats.md section 1): what may
 * be left out is filled in.
 *
 * @module
 */
import { formatAmount, parseAmount, DocumentError, type JsonObject, type JsonValue } from '@chopmark/core';
import type { Fault } from '../problems/faults.js';
import { refusalOf } from '../problems/refusal.js';
import type { InvoiceRequest } from '../schemas/invoice-request.js';
import type { Issuer } from './issuer.js';

/** Which rendition belongs to the document; its version is a field (design.md section 4). */
const RENDERER = { id: 'chopmark-invoice', version: '1' };

export interface CompletedInvoice {
  readonly document: JsonObject;
  readonly sellerTaxId: string;
  readonly issuedOn: string;
}

/** @throws {Refusal} `MALFORMED_REQUEST` when the seller cannot be filled in or a total has too many digits. */
export function completeInvoice(request: InvoiceRequest, issuer: Issuer, today: string): CompletedInvoice {
  const { issuedOn = today, currency, letter, corrects, vatKind, buyer, lines, remark, drawer } = request;
  const seller = completeSeller(request, issuer);
  const document = withoutUndefined({
    issuedOn,
    currency,
    letter,
    corrects,
    ...completeTotals(request),
    vatKind,
    seller: withoutUndefined(seller),
    buyer: withoutUndefined(buyer),
    lines: lines.map(withoutUndefined),
    remark,
    drawer,
    renderer: RENDERER,
  });
  return { document, sellerTaxId: seller.taxId, issuedOn };
}

function completeSeller(
  { seller = {} }: InvoiceRequest,
  { account, access }: Issuer,
): NonNullable<InvoiceRequest['seller']> & { readonly name: string; readonly taxId: string } {
  // Who may issue for anybody acts for others: for whom, must be said.
  const own = access.isUnlimited ? undefined : account.organization;
  const name = seller.name ?? own?.name;
  const taxId = seller.taxId ?? own?.taxId;
  if (name === undefined || taxId === undefined) {
    const missing = [name === undefined && '/seller/name', taxId === undefined && '/seller/taxId'];
    const pointers = missing.filter((pointer) => pointer !== false);
    throw refusalOf(
      'MALFORMED_REQUEST',
      pointers.map((pointer) => ({ pointer, code: 'REQUIRED' })),
    );
  }
  return { ...seller, name, taxId };
}

type Totals = Record<'totalNet' | 'totalTax' | 'totalGross', string>;

/** Totals that were sent stay as they are: the rules compare them with the lines. */
function completeTotals(request: InvoiceRequest): Totals {
  const net = request.lines.reduce((sum, line) => sum + parseAmount(line.net), 0n);
  const tax = request.lines.reduce((sum, line) => sum + parseAmount(line.tax), 0n);
  return {
    totalNet: request.totalNet ?? amountAt('/totalNet', net),
    totalTax: request.totalTax ?? amountAt('/totalTax', tax),
    totalGross: request.totalGross ?? amountAt('/totalGross', net + tax),
  };
}

function amountAt(pointer: string, minor: bigint): string {
  try {
    return formatAmount(minor);
  } catch (cause) {
    if (!(cause instanceof DocumentError)) throw cause;
    const fault: Fault = { pointer, code: 'TOO_LARGE', parameters: { limit: '9999999999999999.99' } };
    throw refusalOf('MALFORMED_REQUEST', [fault], { cause });
  }
}

function withoutUndefined(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const entries = Object.entries(members).filter(
    (entry): entry is [string, JsonValue] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}
