/** Secret links to invoices. */
import { z } from 'zod';
import { INSTANT, InvoiceAnswer, InvoiceDocument } from './invoice-answers.js';

export const LinkRequest = z
  .strictObject({
    expiresInDays: z.int().min(1).max(3650).optional().meta({ description: 'Absent: until it is revoked.' }),
  })
  .meta({ id: 'LinkRequest' });

const members = {
  id: z.string().meta({ description: 'lnk_…' }),
  madeBy: z.string(),
  madeAt: INSTANT,
  expiresAt: INSTANT.nullable(),
  revokedAt: INSTANT.nullable(),
};

export const LinkAnswer = z.strictObject(members).meta({ id: 'InvoiceLink' });

export const LinkShown = z
  .strictObject({ ...members, secret: z.string(), url: z.string() })
  .meta({ id: 'InvoiceLinkShown', description: 'Secret and address are told this once.' });

export const LinkList = z
  .strictObject({ items: z.array(LinkAnswer), nextCursor: z.null() })
  .meta({ id: 'InvoiceLinkList' });

export const LinkParams = z.strictObject({
  number: z.string().meta({ description: 'Twenty digits, or the inv_… id.' }),
  linkId: z.string().meta({ description: 'lnk_…' }),
});

export const SecretParams = z.strictObject({
  secret: z.string().meta({ description: 'What the link holds: cl_ and 43 characters.' }),
});

/** What a buyer without an account sees; ids of accounts and operations are not for strangers. */
export const SharedInvoice = z
  .strictObject({
    invoice: InvoiceAnswer.omit({ operationId: true, reference: true, warnings: true }),
    document: InvoiceDocument,
  })
  .meta({ id: 'SharedInvoice' });
