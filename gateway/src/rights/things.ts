/** Whose things are. */
import type { InvoiceView, OperationView } from '../invoices/invoice-desk.js';
import type { Account, AccountOrganization } from '../accounts/account.js';
import type { Webhook } from '../webhooks/webhook.js';
import type { Thing } from './condition.js';

export function thingOfInvoice({ seller, buyer }: Pick<InvoiceView, 'seller' | 'buyer'>): Thing {
  return { sellerTaxId: seller.taxId, buyerTaxId: buyer.taxId };
}

/**
 * A link belongs to the party whose account made it: to neither when somebody else did, who may with every invoice.
 *
 * @param makerTaxId Of the organization that made the link.
 */
export function thingOfLink(invoice: Pick<InvoiceView, 'seller' | 'buyer'>, makerTaxId?: string): Thing {
  const { sellerTaxId, buyerTaxId } = thingOfInvoice(invoice);
  return {
    ...(sellerTaxId === makerTaxId && { sellerTaxId }),
    ...(buyerTaxId === makerTaxId && { buyerTaxId }),
  };
}

/** An operation belongs to the account that began it, and to the seller that it is for. */
export function thingOfOperation({
  createdBy,
  organizationId,
  invoice,
}: Pick<OperationView, 'createdBy' | 'organizationId' | 'invoice'>): Thing {
  return { accountId: createdBy, organizationId, sellerTaxId: invoice?.seller.taxId };
}

/** A webhook belongs to the account that made it. */
export function thingOfWebhook({ accountId }: Pick<Webhook, 'accountId'>): Thing {
  return { accountId };
}

export function thingOfAccount({ id, organization }: Pick<Account, 'id' | 'organization'>): Thing {
  return { accountId: id, organizationId: organization?.id };
}

export function thingOfOrganization({ id }: Pick<AccountOrganization, 'id'>): Thing {
  return { organizationId: id };
}
