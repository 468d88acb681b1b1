/**
 * One's own things by id. What is not one's own does not exist: a 403 would say that it does.
 *
 * @module
 */
import {
  DamagedInvoiceError,
  type InvoiceDesk,
  type InvoiceView,
  type OperationView,
} from '../invoices/invoice-desk.js';
import type { Erasure } from '../privacy/invoice-privacy.js';
import { erasedInvoice } from '../privacy/remains.js';
import type { ProblemCode } from '../problems/catalogue.js';
import { Refusal } from '../problems/refusal.js';
import { shanghaiDay } from '../requests/shanghai-day.js';
import { thingOfInvoice, thingOfOperation } from '../rights/things.js';
import { pathParameter, type Call } from './route.js';

/** What `findVisible` refuses with. */
export const FINDING_PROBLEMS = [
  'INVOICE_NOT_FOUND',
  'INVOICE_ERASED',
  'INVOICE_DAMAGED',
] as const satisfies readonly ProblemCode[];

const NUMBER_OR_ID = /^(?:[0-9]{20}|inv_[A-Za-z0-9_-]{1,64})$/;
const OPERATION_ID = /^op_[A-Za-z0-9_-]{1,64}$/;

/** The invoice that the path names. @throws {Refusal} `INVOICE_NOT_FOUND`, `INVOICE_ERASED`, `INVOICE_DAMAGED` */
export async function findVisible(call: Call, desk: InvoiceDesk): Promise<InvoiceView> {
  const numberOrId = pathParameter(call, 'number');
  const isName = NUMBER_OR_ID.test(numberOrId);
  const invoice = isName ? await desk.find(numberOrId).catch(refuseDamaged) : undefined;
  if (invoice === undefined && isName) {
    const erased = await refusalOfErased(desk, numberOrId);
    if (erased !== undefined) throw erased;
  }
  return call.access.require(invoice, thingOfInvoice);
}

/** Whose an erased invoice was is not known any more: whoever has a role for the route hears that it is gone. */
export async function refusalOfErased(desk: InvoiceDesk, numberOrId: string): Promise<Refusal | undefined> {
  const erasure = await desk.erasureOf(numberOrId);
  return erasure && invoiceErased(erasure);
}

export function invoiceErased(erasure: Erasure): Refusal {
  const { erasedAt, reason } = erasure;
  return new Refusal('INVOICE_ERASED', {
    parameters: { date: shanghaiDay(new Date(erasedAt)), reason },
    members: { verdict: 'erased', erasure: { ...erasedInvoice(erasure) } },
  });
}

/** @throws {Refusal} `INVOICE_DAMAGED` @throws whatever else it is */
export function refuseDamaged(error: unknown): never {
  if (!(error instanceof DamagedInvoiceError)) throw error;
  const { id, state, refusal } = error;
  throw new Refusal('INVOICE_DAMAGED', {
    parameters: { state },
    members: { invoice: { id, state, refusal } },
    cause: error,
  });
}

/** The operation that the path names. @throws {Refusal} `OPERATION_NOT_FOUND`, `INVOICE_ERASED` */
export async function findOperation(call: Call, desk: InvoiceDesk): Promise<OperationView> {
  const id = pathParameter(call, 'id');
  const isId = OPERATION_ID.test(id);
  const operation = isId ? await desk.operation(id) : undefined;
  if (operation === undefined && isId) {
    // The operation of a single invoice has its id.
    const erased = await refusalOfErased(desk, id.replace(/^op_/, 'inv_'));
    if (erased !== undefined) throw erased;
  }
  return call.access.require(operation, thingOfOperation);
}
