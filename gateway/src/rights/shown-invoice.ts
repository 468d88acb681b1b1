/** What of an invoice whom is shown. */
import type { InvoiceView } from '../invoices/invoice-desk.js';
import type { Access } from './access.js';

/** The seller's own reference is for those who may see the invoice on the seller's side. */
export function seesReference(access: Access, { seller }: Pick<InvoiceView, 'seller'>): boolean {
  return access.allows({ sellerTaxId: seller.taxId });
}

/** @returns Without the seller's reference for everybody else. */
export function shownInvoice(access: Access, invoice: InvoiceView): InvoiceView {
  if (invoice.reference === undefined || seesReference(access, invoice)) return invoice;
  const shown: { reference?: string } & InvoiceView = { ...invoice };
  delete shown.reference;
  return shown;
}
