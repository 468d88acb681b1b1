/**
 * One's own things by id. What is not one's own does not exist: a 403 would say that it does.
 *
 * @module
 */
import type { InvoiceDesk, InvoiceView, OperationView } from '../invoices/invoice-desk.js';
import { thingOfInvoice, thingOfOperation } from '../rights/things.js';
import { pathParameter, type Call } from './route.js';

const NUMBER_OR_ID = /^(?:[0-9]{20}|inv_[A-Za-z0-9_-]{1,64})$/;
const OPERATION_ID = /^op_[A-Za-z0-9_-]{1,64}$/;

/** The invoice that the path names. @throws {Refusal} `INVOICE_NOT_FOUND` */
export async function findVisible(call: Call, desk: InvoiceDesk): Promise<InvoiceView> {
  const numberOrId = pathParameter(call, 'number');
  const invoice = NUMBER_OR_ID.test(numberOrId) ? await desk.find(numberOrId) : undefined;
  return call.access.require(invoice, thingOfInvoice);
}

/** The operation that the path names. @throws {Refusal} `OPERATION_NOT_FOUND` */
export async function findOperation(call: Call, desk: InvoiceDesk): Promise<OperationView> {
  const id = pathParameter(call, 'id');
  const operation = OPERATION_ID.test(id) ? await desk.operation(id) : undefined;
  return call.access.require(operation, thingOfOperation);
}
