/**
 * What became of a request to issue → the answer (design.md section 8).
 *
 * @module
 */
import { UnavailableError } from '../errors.js';
import type { AcceptOutcome, InvoiceDesk, InvoiceView } from '../invoices/invoice-desk.js';
import type { WaitingView } from '../invoices/waiting.js';
import { writeFault } from '../problem.js';
import type { Fault } from '../problems/faults.js';
import { Refusal } from '../problems/refusal.js';
import { invoiceErased } from './find-visible.js';
import { writeWaiting } from './operation-answer.js';
import type { Call } from './route.js';
import { sendJson } from './send-json.js';

export interface IssueAnswerOptions {
  readonly waitMs: number;
  readonly warnings: readonly Fault[];
}

/** @throws {Refusal} `IDEMPOTENCY_KEY_REUSED`, `REFERENCE_USED`, `INVOICE_ERASED`, `INVOICE_REFUSED` */
export async function answerIssue(
  { res, language }: Call,
  desk: InvoiceDesk,
  outcome: AcceptOutcome,
  { waitMs, warnings }: IssueAnswerOptions,
): Promise<void> {
  if (outcome.outcome === 'keyReused') throw new Refusal('IDEMPOTENCY_KEY_REUSED');
  if (outcome.outcome === 'referenceUsed') throw referenceUsed(outcome.invoice);
  if (outcome.outcome === 'erased') throw invoiceErased(outcome.erasure);
  if (outcome.outcome === 'replayed') res.setHeader('Idempotency-Replayed', 'true');

  const invoice = await settled(desk, outcome.invoice, waitMs);
  if (invoice.state === 'refused') throw refused(invoice);
  const anchored = invoice.state === 'anchored' && invoice.number !== null;
  const location = anchored ? `/v1/invoices/${invoice.number}` : `/v1/operations/${invoice.operationId}`;
  const written = warnings.map((fault) => writeFault(fault, language));
  const waiting = anchored ? undefined : await waitingOn(desk, invoice.operationId);
  res.setHeader('Location', location);
  sendJson(res, anchored ? 201 : 202, {
    ...invoice,
    ...(written.length > 0 && { warnings: written }),
    ...(waiting !== undefined && { waiting: writeWaiting(waiting, language) }),
  });
}

/** Trouble in telling about trouble: the answer goes without. */
async function waitingOn(desk: InvoiceDesk, operationId: string): Promise<WaitingView | undefined> {
  try {
    return await desk.waiting(operationId);
  } catch (error) {
    if (error instanceof UnavailableError) return undefined;
    throw error;
  }
}

/** The row is durable by now: trouble while waiting makes the answer a 202, never a failure. */
async function settled(desk: InvoiceDesk, invoice: InvoiceView, waitMs: number): Promise<InvoiceView> {
  try {
    return await desk.settle(invoice.id, waitMs, invoice);
  } catch (error) {
    if (error instanceof UnavailableError) return invoice;
    throw error;
  }
}

/** Natural key used twice: the first invoice's address and state (the same seller's, so nothing is given away). */
function referenceUsed({ id, number, state }: InvoiceView): Refusal {
  const link = `/v1/invoices/${number ?? id}`;
  return new Refusal('REFERENCE_USED', {
    members: { invoice: { id, number, state, link } },
    headers: { Link: `<${link}>; rel="related"` },
  });
}

function refused({ id, refusal }: InvoiceView): Refusal {
  const { code, detail } = refusal ?? { code: 'UNKNOWN', detail: '' };
  return new Refusal('INVOICE_REFUSED', {
    parameters: { reason: code },
    faults: [{ pointer: '', code, text: { en: detail, zh: `账本拒绝：${detail}` } }],
    members: { invoice: { id, number: null, state: 'refused', link: `/v1/invoices/${id}` } },
  });
}
