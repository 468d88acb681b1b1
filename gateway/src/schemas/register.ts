/** Registers of a month. */
import { z } from 'zod';
import { ErasedInvoice, InvoiceAnswer, LedgerPlace } from './invoice-answers.js';
import { AMOUNT, DATE } from './invoice-fields.js';

export const MONTH = /^[1-9][0-9]{3}-(?:0[1-9]|1[0-2])$/;

export const RegisterParams = z.strictObject({
  month: z.string().meta({ description: 'yyyy-mm of the day of issue.', example: '2026-11' }),
});

export const RegisterQuery = z.strictObject({ format: z.enum(['json', 'csv', 'xlsx']).default('json') });

const COUNT = z.int().nonnegative();

const Entry = z
  .strictObject({
    id: z.string(),
    issuedOn: DATE,
    invoice: InvoiceAnswer.optional().meta({ description: 'Absent when its contents are gone.' }),
    erasure: ErasedInvoice.optional().meta({ description: 'Its contents were destroyed.' }),
    ledger: LedgerPlace.optional().meta({ description: 'Where an erased one stands.' }),
    documentHash: z.string().optional().meta({ description: 'Of an erased one.' }),
    batchRoot: z.string().optional(),
    agrees: z.boolean().optional().meta({ description: 'Whether the anchored batch says the same.' }),
  })
  .meta({ id: 'RegisterEntry' });

export const RegisterAnswer = z
  .strictObject({
    month: z.string(),
    items: z.array(Entry),
    summary: z.strictObject({
      anchored: COUNT,
      pending: COUNT,
      refused: COUNT,
      unreadable: COUNT,
      erased: COUNT.meta({ description: 'Only in a register of all: whose they were is not known.' }),
      totalNet: AMOUNT,
      totalTax: AMOUNT,
      totalGross: AMOUNT,
      byRate: z.array(z.strictObject({ rate: z.string(), lines: COUNT, net: AMOUNT, tax: AMOUNT })),
      batches: z.array(
        z.strictObject({
          series: z.string(),
          batch: COUNT,
          root: z.string(),
          block: COUNT,
          invoices: COUNT,
        }),
      ),
      disagreeing: z.array(z.string()),
      reconciles: z.boolean(),
    }),
  })
  .meta({ id: 'Register' });
