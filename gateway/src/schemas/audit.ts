/**
 * The audit log.
 *
 * @module
 */
import { z } from 'zod';
import { AUDIT_ACTIONS, type AuditAction } from '../audit/audit-actions.js';
import { INSTANT, LedgerPlace } from './invoice-answers.js';
import { CURSOR, LIMIT, PARTS, PREFER } from './parameters.js';

const ACTION = z.enum(Object.keys(AUDIT_ACTIONS) as [AuditAction, ...AuditAction[]]);
const NAME = z
  .string()
  .regex(/^[\w.:-]{1,100}$/, 'identifier')
  .optional();
const HASH = z.string().regex(/^[0-9a-f]{64}$/);

export const AuditQuery = z.strictObject({
  limit: LIMIT,
  cursor: CURSOR,
  actor: NAME,
  action: ACTION.optional(),
  subject: NAME,
  from: z.iso.datetime('instant').optional().meta({ description: 'RFC 3339 UTC, included.' }),
  to: z.iso.datetime('instant').optional().meta({ description: 'RFC 3339 UTC, not included.' }),
});

export const AuditRecordAnswer = z
  .strictObject({
    sequence: z.int(),
    at: INSTANT,
    actor: z.string().meta({ description: 'acc_…, operator, gateway or nobody.' }),
    key: z.string().nullable().meta({ description: 'API key that it acted by.' }),
    action: z.string(),
    subject: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
    hash: HASH.meta({ description: 'Binds the record to all before it (docs/formats.md section 9).' }),
  })
  .meta({ id: 'AuditRecord' });

export const AuditPage = z
  .strictObject({ items: z.array(AuditRecordAnswer), nextCursor: z.string().nullable() })
  .meta({ id: 'AuditPage' });

export const AuditExportQuery = z.strictObject({
  first: z
    .string()
    .regex(/^[1-9][0-9]{0,14}$/, 'integer')
    .transform(Number)
    .default(1)
    .meta({ type: 'integer', minimum: 1, default: 1, description: 'Sequence of the first record.' }),
});

export const AuditLine = z
  .record(z.string(), z.unknown())
  .meta({ id: 'AuditLine', description: 'A head, the records, an end (docs/formats.md section 9).' });

export const CheckpointQuery = z.strictObject({ limit: LIMIT, cursor: CURSOR });

const Deposit = z
  .strictObject({
    state: z.enum(['accepted', 'sealed', 'submitted', 'anchored', 'refused']),
    number: z.string().nullable().meta({ description: 'Once anchored.', example: 'AUDITTAX2-000000057' }),
    documentHash: HASH.nullable().meta({ description: 'Once sealed.' }),
    anchoredAt: INSTANT.nullable(),
    ledger: LedgerPlace.nullable(),
    refusal: z.strictObject({ code: z.string(), detail: z.string() }).nullable(),
  })
  .meta({ id: 'AuditDeposit', description: 'The checkpoint as a document on the ledger.' });

export const CheckpointAnswer = z
  .strictObject({
    checkpoint: z.strictObject({
      format: z.literal('chopmark/audit-checkpoint/1'),
      organization: z.string(),
      sequence: z.int(),
      hash: HASH,
      madeAt: INSTANT,
    }),
    timestamp: z.string().nullable().meta({
      description: 'RFC 3161 token over the canonical JSON of the checkpoint, in base64.',
    }),
    deposit: Deposit.nullable().meta({ description: 'null: a later one goes to the ledger in its place.' }),
  })
  .meta({ id: 'AuditCheckpoint' });

export const CheckpointPage = z
  .strictObject({ items: z.array(CheckpointAnswer), nextCursor: z.string().nullable() })
  .meta({ id: 'CheckpointPage' });

export const CheckpointParams = z.strictObject({
  number: z.string().meta({ description: 'Of an anchored checkpoint.', example: 'AUDITTAX2-000000057' }),
});

export const CheckpointBundleQuery = z.strictObject({ parts: PARTS });

export const WaitHeaders = z.object({ Prefer: PREFER });
