/**
 * What somebody sent → an invoice that passed every rule, the same way for a single POST and for a line of a batch:
 * form (400), whose it is (403), rules (422). Pure; nothing is kept.
 *
 * @module
 */
import { checkInvoice, type JsonValue } from '@chopmark/core';
import type { NewInvoice } from '../invoices/invoice-desk.js';
import type { Fault } from '../problems/faults.js';
import { invoiceFault } from '../problems/invoice-faults.js';
import { Refusal, refusalOf } from '../problems/refusal.js';
import { InvoiceRequest } from '../schemas/invoice-request.js';
import { completeInvoice } from './complete-invoice.js';
import type { Issuer } from './issuer.js';
import { parseBody } from './parse-with.js';

export interface PreparedInvoice {
  readonly invoice: NewInvoice;
  /** Findings that do not stand in the way, a USCC whose check character is wrong for one. */
  readonly warnings: readonly Fault[];
}

/**
 * @param today `yyyy-mm-dd` in Asia/Shanghai.
 * @throws {Refusal} `MALFORMED_REQUEST`, `SELLER_NOT_OWN`, `RED_LETTER_NOT_AVAILABLE`, `RULE_VIOLATED`
 */
export function prepareInvoice(body: JsonValue, issuer: Issuer, today: string): PreparedInvoice {
  const request = parseBody(InvoiceRequest, body);
  const { document, sellerTaxId, issuedOn } = completeInvoice(request, issuer, today);
  if (!issuer.access.allows({ sellerTaxId })) throw new Refusal('SELLER_NOT_OWN');
  if (request.letter === 'red' || request.corrects !== undefined) {
    throw new Refusal('RED_LETTER_NOT_AVAILABLE');
  }

  const findings = checkInvoice(document);
  const faults = [
    ...dateFaults(issuedOn, today),
    ...findings.filter(({ severity }) => severity === 'error').map(invoiceFault),
  ];
  if (faults.length > 0) throw refusalOf('RULE_VIOLATED', faults);

  const { reference } = request;
  const invoice = {
    document,
    sellerTaxId,
    createdBy: issuer.account.id,
    ...(reference !== undefined && { reference }),
  };
  return { invoice, warnings: findings.map(invoiceFault) };
}

/** An invoice is issued today or was issued earlier this year: the number holds the year. */
function dateFaults(issuedOn: string, today: string): Fault[] {
  const pointer = '/issuedOn';
  if (issuedOn > today) return [{ pointer, code: 'ISSUED_IN_FUTURE', parameters: { today } }];
  return issuedOn.slice(0, 4) === today.slice(0, 4)
    ? []
    : [{ pointer, code: 'ISSUED_IN_OTHER_YEAR', parameters: { today } }];
}
