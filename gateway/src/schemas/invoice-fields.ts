/**
 * Forms of the fields of an invoice (docs/formats.md section 1; lengths: domain.md C3). The message of a pattern is the
 * name of its form in problems/faults.ts. No pattern has a flag: the OpenAPI document could not carry it.
 *
 * @module
 */
import { z } from 'zod';

/**
 * Not blank; no control characters, and none that turn the direction of writing: they make a name look like another.
 */
const TEXT =
  // eslint-disable-next-line no-control-regex -- controls are what is refused
  /^(?=[\s\S]*\S)[^\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]*$/;

/** As TEXT, with line breaks. */
const LINES_OF_TEXT =
  // eslint-disable-next-line no-control-regex -- controls are what is refused
  /^(?=[\s\S]*\S)[^\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]*$/;

export const text = (maxLength: number): z.ZodString =>
  z.string().min(1, { abort: true }).max(maxLength, { abort: true }).regex(TEXT, 'text');

export const linesOfText = (maxLength: number): z.ZodString =>
  z.string().min(1, { abort: true }).max(maxLength, { abort: true }).regex(LINES_OF_TEXT, 'text');

export const AMOUNT = z
  .string()
  .regex(/^(?!-0\.00$)-?(0|[1-9][0-9]{0,15})\.[0-9]{2}$/, 'amount')
  .meta({ id: 'Amount', description: 'Yuan with two decimals, as text.', example: '113.00' });

/** There is no year 0, neither here nor in PostgreSQL. */
export const DATE = z.iso
  .date({ error: 'date', abort: true })
  .regex(/^(?!0000)/, 'date')
  .meta({ description: 'A day of Asia/Shanghai.', example: '2026-11-22' });

export const TAX_ID = z
  .string()
  .regex(/^[0-9A-Z]{15,20}$/, 'taxId')
  .meta({
    description: 'Taxpayer id, for organizations the unified social credit code.',
    example: '91000000T0000001XM',
  });

export const INVOICE_NUMBER = z
  .string()
  .regex(/^[0-9]{20}$/, 'invoiceNumber')
  .meta({ description: 'Twenty digits.', example: '26000000000000000001' });

const unsignedOrNegative = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/;

export const QUANTITY = z
  .string()
  .max(25, { abort: true })
  .regex(unsignedOrNegative, 'quantity')
  .meta({ example: '2' });

export const UNIT_PRICE = z
  .string()
  .max(25, { abort: true })
  .regex(/^-?(0|[1-9][0-9]*)(\.[0-9]{1,13})?$/, 'unitPrice')
  .meta({ example: '50.00' });

export const RATE = z
  .string()
  .regex(/^(0\.[0-9]{2,6}|exempt|notTaxed)$/, 'rate')
  .meta({ description: 'A rate of the table in force, or exempt, or notTaxed.', example: '0.13' });

export const CLASSIFICATION_CODE = z
  .string()
  .regex(/^[0-9]{19}$/, 'classificationCode')
  .meta({ description: 'Tax classification code of the goods.', example: '1090101000000000000' });

export const REFERENCE = text(64).meta({
  description: "The seller's own reference; unique for each seller.",
  example: 'order-2026-0001',
});

/** Most lines of one invoice (domain.md C2). */
export const MAX_LINES = 2000;
