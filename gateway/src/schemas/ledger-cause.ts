/**
 * Trouble at the ledger, as callers are told.
 *
 * @module
 */
import { z } from 'zod';

export const LedgerCauseAnswer = z
  .strictObject({
    organization: z
      .string()
      .nullable()
      .meta({ description: 'MSP id; null where it is not one organization’s trouble.', example: 'CourtMSP' }),
    code: z.string().meta({ example: 'PEER_UNREACHABLE' }),
    reason: z.string().optional().meta({ description: 'Code of the contract’s refusal, or of the halt.' }),
    detail: z.string(),
    advice: z.string(),
    retryHelps: z.boolean().meta({ description: 'false: somebody has to act first.' }),
  })
  .meta({ id: 'LedgerCause', description: 'docs/error-codes.md, causes at the ledger.' });

const SEEN = z.iso.datetime().nullable();

export const WaitingAnswer = z
  .strictObject({
    since: SEEN,
    lastTriedAt: SEEN,
    causes: z.array(LedgerCauseAnswer),
  })
  .meta({
    id: 'Waiting',
    description:
      'Why it waits. Nothing is lost and nothing is to be sent again: the gateway goes on by itself.',
  });
