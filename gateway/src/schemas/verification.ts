/**
 * Public verification.
 *
 * @module
 */
import { z } from 'zod';
import { AMOUNT, DATE, INVOICE_NUMBER } from './invoice-fields.js';

const BOTH = 'EXCLUSIVE';
const exactlyOne = <T>(first: T | undefined, second: T | undefined): boolean =>
  (first === undefined) !== (second === undefined);

/** `date` and `total` are the names of the contract; `issuedOn` and `totalGross`, as an invoice has them, mean the same. */
export const CheckRequest = z
  .strictObject({
    number: INVOICE_NUMBER,
    date: DATE.optional(),
    issuedOn: DATE.optional(),
    total: AMOUNT.optional().meta({ description: 'Total with tax.' }),
    totalGross: AMOUNT.optional(),
  })
  .superRefine(({ date, issuedOn, total, totalGross }, context) => {
    if (!exactlyOne(date, issuedOn)) context.addIssue({ code: 'custom', path: ['date'], message: BOTH });
    if (!exactlyOne(total, totalGross)) context.addIssue({ code: 'custom', path: ['total'], message: BOTH });
  })
  .meta({ id: 'CheckRequest', description: 'Number, date and total with tax, as they stand on the paper.' });

export const BundleRequest = z
  .looseObject({ format: z.string().meta({ example: 'chopmark/bundle/1' }) })
  .meta({ id: 'Bundle', description: 'A proof bundle, docs/formats.md section 4.' });

export const CheckAnswer = z
  .strictObject({ result: z.enum(['consistent', 'inconsistent', 'notFound', 'erased']) })
  .meta({ id: 'CheckResult', description: 'Never says which field differs.' });

export const VerdictAnswer = z
  .looseObject({
    verdict: z.enum(['valid', 'invalid', 'indeterminate', 'error']),
    inForce: z.enum(['yes', 'no', 'unknown']),
    findings: z.array(
      z.looseObject({
        question: z.string(),
        outcome: z.enum(['pass', 'fail', 'unknown', 'skipped']),
        code: z.string(),
        detail: z.string(),
      }),
    ),
  })
  .meta({ id: 'Verdict', description: 'docs/formats.md section 6.' });
