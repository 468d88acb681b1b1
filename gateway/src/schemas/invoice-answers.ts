/**
 * What this gateway says about invoices and operations. Closed objects: a member that is not written here does not
 * leave the house.
 *
 * @module
 */
import { z } from 'zod';
import { ERASURE_REASONS } from '../privacy/invoice-privacy.js';
import { WaitingAnswer } from './ledger-cause.js';
import { AMOUNT, DATE, INVOICE_NUMBER, REFERENCE, TAX_ID } from './invoice-fields.js';

export const INSTANT = z.iso
  .datetime()
  .meta({ description: 'RFC 3339, UTC.', example: '2026-11-22T01:42:00.000Z' });
const HASH = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: 'Lowercase hexadecimal.' });
const COUNT = z.int().nonnegative();
export const ErasureReasonText = z.enum(ERASURE_REASONS).meta({ id: 'ErasureReason' });

export const InvoiceState = z
  .enum(['accepted', 'sealed', 'submitted', 'anchored', 'refused'])
  .meta({ id: 'InvoiceState', description: 'accepted → sealed → submitted → anchored, or refused.' });

export const FaultView = z
  .strictObject({
    pointer: z.string(),
    code: z.string(),
    detail: z.string(),
    line: COUNT.optional().meta({ description: 'Line or row of the file.' }),
    column: z.string().optional().meta({ description: 'Name of the column, or path of the XML element.' }),
    file: z.string().optional().meta({ description: 'Name inside the archive.' }),
  })
  .meta({ id: 'Fault', description: 'One wrong place: JSON pointer, stable code, words.' });

export const LedgerPlace = z
  .strictObject({
    namespace: z.string(),
    series: z.string(),
    batch: COUNT,
    sequence: COUNT,
    block: COUNT,
    position: COUNT,
    txId: z.string(),
  })
  .meta({ id: 'LedgerPlace' });

export const InvoiceAnswer = z
  .strictObject({
    id: z.string(),
    number: INVOICE_NUMBER.nullable().meta({ description: 'null until anchored' }),
    state: InvoiceState,
    reference: REFERENCE.optional(),
    issuedOn: DATE,
    currency: z.string(),
    letter: z.string(),
    totalNet: AMOUNT,
    totalTax: AMOUNT,
    totalGross: AMOUNT,
    seller: z.strictObject({ name: z.string(), taxId: TAX_ID }),
    buyer: z.strictObject({ name: z.string(), taxId: TAX_ID.optional() }),
    documentHash: HASH.nullable(),
    operationId: z.string(),
    acceptedAt: INSTANT,
    anchoredAt: INSTANT.nullable(),
    ledger: LedgerPlace.nullable(),
    refusal: z.strictObject({ code: z.string(), detail: z.string() }).nullable(),
    warnings: z.array(FaultView).optional().meta({ description: 'Findings that do not stand in the way.' }),
    waiting: WaitingAnswer.optional().meta({ description: 'Of 202 only, while the ledger is in trouble.' }),
  })
  .meta({ id: 'Invoice' });

export const InvoicePage = z
  .strictObject({ items: z.array(InvoiceAnswer), nextCursor: z.string().nullable() })
  .meta({ id: 'InvoicePage' });

export const OperationAnswer = z
  .strictObject({
    id: z.string(),
    kind: z.enum(['invoice', 'invoiceBatch']),
    state: z.enum(['running', 'succeeded', 'failed', 'partlyFailed']),
    createdAt: INSTANT,
    finishedAt: INSTANT.nullable(),
    createdBy: z.string(),
    total: COUNT.nullable(),
    accepted: COUNT,
    anchored: COUNT,
    refused: COUNT,
    dryRun: z.literal(true).optional().meta({ description: 'Only checked: nothing is issued.' }),
    resultsGone: z.literal(true).optional().meta({ description: 'Results of lines are not kept any more.' }),
    invoice: InvoiceAnswer.optional(),
    waiting: WaitingAnswer.optional().meta({ description: 'While it runs and the ledger is in trouble.' }),
  })
  .meta({ id: 'Operation' });

/** In the place of an invoice whose contents were destroyed. */
export const ErasedInvoice = z
  .strictObject({
    id: z.string(),
    number: INVOICE_NUMBER.nullable(),
    reason: ErasureReasonText,
    erasedAt: INSTANT,
  })
  .meta({ id: 'ErasedInvoice' });

const LineState = z.enum([...InvoiceState.options, 'checked', 'erased']).meta({
  id: 'LineState',
  description:
    'As of an invoice; checked: of a dry run, would be issued; erased: its contents were destroyed.',
});

export const LineResultAnswer = z
  .strictObject({
    line: COUNT,
    state: LineState,
    invoice: InvoiceAnswer.optional(),
    erasure: ErasedInvoice.optional(),
    errors: z.array(FaultView).optional(),
    reference: z
      .string()
      .optional()
      .meta({ description: 'Of a refused row of a table and of a checked line, where it had one.' }),
  })
  .meta({ id: 'LineResult' });

export const LineResults = z
  .strictObject({ items: z.array(LineResultAnswer), nextCursor: z.null() })
  .meta({ id: 'LineResults' });

/** The document itself, schema 1 of kind invoice: for its parties. */
export const InvoiceDocument = z
  .looseObject({
    issuedOn: DATE,
    currency: z.string(),
    letter: z.string(),
    totalNet: AMOUNT,
    totalTax: AMOUNT,
    totalGross: AMOUNT,
  })
  .meta({ id: 'InvoiceDocument', description: 'docs/formats.md section 1.' });
