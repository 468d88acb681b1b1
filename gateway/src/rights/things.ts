/** Whose things are. */
import type { InvoiceView, OperationView } from '../invoices/invoice-desk.js';
import type { Account, AccountOrganization } from '../accounts/account.js';
import type { Webhook } from '../webhooks/webhook.js';
import type { Thing } from './condition.js';

export function thingOfInvoice({ seller, buyer }: Pick<InvoiceView, 'seller' | 'buyer'>): Thing {
  return { sellerTaxId: seller.taxId, buyerTaxId: buyer.taxId };
}

/** An operation belongs to the account that began it. */
export function thingOfOperation({ createdBy }: Pick<OperationView, 'createdBy'>): Thing {
  return { accountId: createdBy };
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
