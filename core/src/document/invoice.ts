/**
 * What makes an invoice good in itself: forms first, then what its values say together. Everything
 * wrong is found at once. What needs a clock, an account or the ledger is asked elsewhere.
 *
 * @module
 */
import { isJsonObject } from '../encoding/json-value.js';
import { parseAmount, type Minor } from '../money/amount.js';
import { checkShape, Findings, type Finding } from './findings.js';
import { checkDiscounts } from './invoice-discounts.js';
import { INVOICE_SHAPE } from './invoice-forms.js';
import { checkLine } from './invoice-lines.js';

export type InvoiceParty = {
  readonly name: string;
  readonly taxId?: string;
  readonly address?: string;
  readonly phone?: string;
  readonly bankName?: string;
  readonly bankAccount?: string;
};

export type InvoiceLine = {
  readonly name: string;
  readonly classificationCode?: string;
  readonly specification?: string;
  readonly unit?: string;
  /** Decimal text; negative on a red line. */
  readonly quantity?: string;
  /** Yuan without tax, decimal text; positive on a red line too. */
  readonly unitPrice?: string;
  readonly net: string;
  readonly rate: string;
  readonly tax: string;
  /** A `discount` follows the line that it discounts at once. */
  readonly kind: 'normal' | 'discounted' | 'discount';
};

/** Invoice, schema 1 (docs/formats.md section 1). Amounts are yuan with two decimals. */
export type Invoice = {
  /** Day of Asia/Shanghai, `yyyy-mm-dd`. */
  readonly issuedOn: string;
  readonly currency: 'CNY';
  readonly letter: 'blue' | 'red';
  /** Number of the blue invoice that a red one corrects. */
  readonly corrects?: string;
  readonly totalNet: string;
  readonly totalTax: string;
  readonly totalGross: string;
  readonly vatKind: 'special' | 'ordinary';
  readonly seller: InvoiceParty & { readonly taxId: string };
  readonly buyer: InvoiceParty;
  readonly lines: readonly InvoiceLine[];
  readonly drawer?: string;
  readonly remark?: string;
  readonly renderer: { readonly id: 'chopmark-invoice'; readonly version: '1' };
};

/**
 * Checks an invoice without changing it. Rules are asked once the forms are right.
 *
 * @returns Everything that is wrong, and warnings; of a good invoice without warnings nothing.
 */
export function checkInvoice(document: unknown): Finding[] {
  const findings = new Findings();
  if (!isJsonObject(document)) {
    findings.add('', 'WRONG_TYPE', 'must be an object');
    return findings.list;
  }
  checkShape(document, INVOICE_SHAPE, '', findings);
  if (document['letter'] === 'red' && !Object.hasOwn(document, 'corrects')) {
    findings.add('/corrects', 'MISSING_MEMBER', 'a red invoice names the blue one');
  }
  if (!findings.hasErrors) checkRules(document as unknown as Invoice, findings);
  return findings.list;
}

function checkRules(invoice: Invoice, findings: Findings): void {
  if (invoice.letter === 'blue' && invoice.corrects !== undefined) {
    findings.add('/corrects', 'CORRECTS_NOT_ALLOWED', 'a blue invoice corrects nothing');
  }
  if (invoice.vatKind === 'special' && invoice.buyer.taxId === undefined) {
    findings.add(
      '/buyer/taxId',
      'BUYER_TAX_ID_REQUIRED',
      'a special invoice names the taxpayer id of its buyer',
    );
  }
  invoice.lines.forEach((line, at) => checkLine(invoice, line, `/lines/${at}`, findings));
  checkDiscounts(invoice, findings);
  checkTotals(invoice, findings);
}

/** Totals are sums of rounded lines, not the tax on the sum. */
function checkTotals({ lines, letter, ...totals }: Invoice, findings: Findings): void {
  const net = parseAmount(totals.totalNet);
  const tax = parseAmount(totals.totalTax);
  const gross = parseAmount(totals.totalGross);
  if (net !== sumOf(lines, 'net'))
    findings.add('/totalNet', 'TOTAL_NET_MISMATCH', 'must be the sum of net of the lines');
  if (tax !== sumOf(lines, 'tax'))
    findings.add('/totalTax', 'TOTAL_TAX_MISMATCH', 'must be the sum of tax of the lines');
  if (gross !== net + tax)
    findings.add('/totalGross', 'TOTAL_GROSS_MISMATCH', 'must be totalNet and totalTax together');
  const negative = letter === 'red';
  if (negative ? net >= 0n : net < 0n) findings.add('/totalNet', 'AMOUNT_SIGN', signRule(negative));
  if (negative ? tax > 0n : tax < 0n) findings.add('/totalTax', 'AMOUNT_SIGN', signRule(negative));
}

function signRule(negative: boolean): string {
  return negative ? 'amounts of a red invoice are negative' : 'totals of a blue invoice are not negative';
}

function sumOf(lines: readonly InvoiceLine[], member: 'net' | 'tax'): Minor {
  return lines.reduce((sum, line) => sum + parseAmount(line[member]), 0n);
}
