/**
 * Problems, health, version and trust.
 *
 * @module
 */
import { z } from 'zod';
import { LedgerCauseAnswer } from './ledger-cause.js';
import { FaultView } from './invoice-answers.js';

export const ProblemAnswer = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
    traceId: z.string(),
    errors: z.array(FaultView).optional(),
    causes: z
      .array(LedgerCauseAnswer)
      .optional()
      .meta({ description: 'What the organizations of the ledger said, each by its code and advice.' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457.' });

export const AliveAnswer = z.strictObject({ status: z.literal('alive') }).meta({ id: 'Alive' });

export const ReadinessAnswer = z
  .strictObject({
    status: z.enum(['ready', 'notReady']),
    parts: z.array(z.strictObject({ name: z.string(), state: z.enum(['up', 'down']) })),
  })
  .meta({ id: 'Readiness', description: 'Names the part that is down.' });

export const VersionAnswer = z
  .strictObject({
    name: z.literal('chopmark-gateway'),
    version: z.string(),
    organization: z.enum(['tax', 'affairs', 'court']),
    mode: z.enum(['demo', 'production']),
    channel: z.string(),
    network: z.string(),
    networkKind: z.string(),
    node: z.string(),
  })
  .meta({ id: 'Version' });

export type VersionView = Readonly<z.infer<typeof VersionAnswer>>;

export const TrustProfileAnswer = z
  .looseObject({ format: z.literal('chopmark/trust/1'), network: z.string(), channel: z.string() })
  .meta({ id: 'TrustProfile', description: 'docs/formats.md section 5.' });
