/**
 * Path, query and header parameters. Values of a query are text.
 *
 * @module
 */
import { z } from 'zod';
import { InvoiceState } from './invoice-answers.js';
import { DATE, INVOICE_NUMBER, REFERENCE } from './invoice-fields.js';

export const InvoiceParams = z.strictObject({
  number: z
    .string()
    .meta({ description: 'Twenty digits, or the inv_… id.', example: '26000000000000000001' }),
});

export const OperationParams = z.strictObject({ id: z.string().meta({ description: 'op_…' }) });

export const LIMIT = z
  .string()
  .regex(/^[0-9]{1,9}$/, { error: 'integer', abort: true })
  .transform(Number)
  .pipe(z.int().min(1).max(100))
  .default(20)
  .meta({ type: 'integer', minimum: 1, maximum: 100, default: 20 });

export const CURSOR = z
  .string()
  .regex(/^[A-Za-z0-9._~-]{1,256}$/, 'cursor')
  .optional()
  .meta({ description: 'nextCursor of the page before.' });

export const InvoiceQuery = z.strictObject({
  limit: LIMIT,
  cursor: CURSOR,
  state: InvoiceState.optional(),
  issuedFrom: DATE.optional(),
  issuedTo: DATE.optional(),
  reference: REFERENCE.optional(),
});

const POINTER = z
  .string()
  .max(256)
  .regex(/^(?:\/(?:[^~/]|~[01])+)+$/, 'pointer');

export const PARTS = z.enum(['compact', 'full']).default('compact').meta({
  description:
    'full adds the transaction, its block with the signatures of the orderers, and the configuration chain.',
});

export const BundleQuery = z.strictObject({
  hide: z
    .preprocess(
      (value) => (typeof value === 'string' ? [value] : value),
      z.array(POINTER).max(100).optional(),
    )
    .meta({
      type: 'array',
      items: { type: 'string' },
      description: 'JSON pointers of fields to leave out; repeat for more. /buyer hides all below it.',
      example: ['/buyer/bankAccount'],
    }),
  parts: PARTS,
});

const LINE = z
  .string()
  .regex(/^[1-9][0-9]{0,8}$/, 'integer')
  .transform(Number)
  .optional()
  .meta({ type: 'integer', minimum: 1 });

export const OperationBundlesQuery = z.strictObject({ parts: PARTS, firstLine: LINE, lastLine: LINE });

export const InvoiceBundlesQuery = z.strictObject({
  parts: PARTS,
  issuedFrom: DATE.optional(),
  issuedTo: DATE.optional(),
  firstNumber: INVOICE_NUMBER.optional(),
  lastNumber: INVOICE_NUMBER.optional(),
});

export const TemplateQuery = z.strictObject({ format: z.enum(['csv', 'xlsx']).default('xlsx') });

export const EventHeaders = z.object({
  'Last-Event-ID': z.string().optional().meta({ description: 'id of the last event that was seen.' }),
});

export const BatchQuery = z.strictObject({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true')
    .meta({ type: 'boolean', default: false, description: 'true: every check, and nothing is issued.' }),
});

export const PREFER = z
  .string()
  .optional()
  .meta({ description: 'wait=N: seconds to wait, default 5, at most 30.' });

export const PostHeaders = z.object({
  'Idempotency-Key': z
    .string()
    .optional()
    .meta({ description: '1 to 255 visible ASCII characters; the same key and body give the same invoice.' }),
  Prefer: PREFER,
});

export const ChangeHeaders = z.object({
  'If-Match': z
    .string()
    .optional()
    .meta({ description: 'ETag of what the change was made for; 412 when it is another by now.' }),
});

export const ReadHeaders = z.object({
  'If-None-Match': z
    .string()
    .optional()
    .meta({ description: 'ETag of what is held already; 304 without a body when it is the same.' }),
});
