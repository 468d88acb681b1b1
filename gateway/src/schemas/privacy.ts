/**
 * Erasure and legal holds.
 *
 * @module
 */
import { z } from 'zod';

import { HOLD_REASONS } from '../privacy/invoice-privacy.js';
import { ErasedInvoice, ErasureReasonText, INSTANT } from './invoice-answers.js';
import { InvoiceParams } from './parameters.js';

const HoldReasonText = z.enum(HOLD_REASONS).meta({ id: 'HoldReason' });

export const ErasureRequest = z.strictObject({ reason: ErasureReasonText }).meta({ id: 'ErasureRequest' });

export const ErasureAnswer = ErasedInvoice.extend({
  erasedBy: z.string().meta({ description: 'Id of the account.' }),
}).meta({ id: 'Erasure', description: 'All that is left of an erased invoice.' });

/** Short and of few signs: a number of a file, never a name. */
const CASE_REFERENCE = z
  .string()
  .max(64)
  .regex(/^[\p{L}\p{N}()（）〔〕./_-]+$/u, 'form');

export const HoldRequest = z
  .strictObject({ reason: HoldReasonText, caseReference: CASE_REFERENCE.optional() })
  .meta({ id: 'HoldRequest' });

export const HoldParams = InvoiceParams.extend({ hold: z.string().meta({ description: 'hold_…' }) });

export const HoldAnswer = z
  .strictObject({
    id: z.string(),
    reason: HoldReasonText,
    caseReference: z.string().nullable(),
    setBy: z.string(),
    setAt: INSTANT,
    liftedBy: z.string().nullable(),
    liftedAt: INSTANT.nullable(),
  })
  .meta({ id: 'LegalHold' });

export const Holds = z
  .strictObject({ items: z.array(HoldAnswer), nextCursor: z.null() })
  .meta({ id: 'LegalHolds' });
