/**
 * The body of `POST /v1/invoices` and each line of a batch.
 *
 * @module
 */
import { z } from 'zod';
import {
  AMOUNT,
  CLASSIFICATION_CODE,
  DATE,
  INVOICE_NUMBER,
  MAX_LINES,
  QUANTITY,
  RATE,
  REFERENCE,
  TAX_ID,
  UNIT_PRICE,
  linesOfText,
  text,
} from './invoice-fields.js';

const contact = {
  address: text(300).optional(),
  phone: text(60).optional(),
  bankName: text(300).optional(),
  bankAccount: text(60).optional(),
};

/** An issuer may leave out name and tax id: they are those of its account. */
const Seller = z.strictObject({ name: text(300).optional(), taxId: TAX_ID.optional(), ...contact }).meta({
  id: 'SellerRequest',
  description: 'An issuer may leave the seller out, or its name and taxId: those of the account count.',
});

const Buyer = z.strictObject({ name: text(300), taxId: TAX_ID.optional(), ...contact }).meta({
  id: 'BuyerRequest',
  description: 'taxId may be absent when vatKind is ordinary.',
});

const Line = z
  .strictObject({
    name: text(600),
    classificationCode: CLASSIFICATION_CODE.optional(),
    specification: text(150).optional(),
    unit: text(20).optional(),
    quantity: QUANTITY.optional(),
    unitPrice: UNIT_PRICE.optional(),
    net: AMOUNT,
    rate: RATE,
    tax: AMOUNT,
    kind: z.enum(['normal', 'discounted', 'discount']).default('normal'),
  })
  .meta({ id: 'InvoiceLine' });

export const InvoiceRequest = z
  .strictObject({
    reference: REFERENCE.optional(),
    issuedOn: DATE.optional().meta({
      description: 'Default: today in Asia/Shanghai; not in the future, this year.',
    }),
    currency: z.literal('CNY').default('CNY'),
    letter: z.enum(['blue', 'red']).default('blue'),
    corrects: INVOICE_NUMBER.optional(),
    vatKind: z.enum(['special', 'ordinary']),
    seller: Seller.optional(),
    buyer: Buyer,
    lines: z.array(Line).min(1).max(MAX_LINES),
    totalNet: AMOUNT.optional(),
    totalTax: AMOUNT.optional(),
    totalGross: AMOUNT.optional(),
    remark: linesOfText(450).optional(),
    drawer: text(100).optional(),
  })
  .meta({
    id: 'InvoiceRequest',
    description: 'Totals that are absent are computed, those present are checked.',
  });

export type InvoiceRequest = z.infer<typeof InvoiceRequest>;
