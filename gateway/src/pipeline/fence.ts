/**
 * Fencing: before a batch number may get other content, every envelope that is still held for it has to
 * be void. Only a VALID fence does that.
 *
 * @module
 */
import { LedgerError } from '@chopmark/core';

import { type Batch, batchById, voidEnvelopes } from '../store/batches.js';
import { BackOff } from './bell.js';
import type { Fates } from './fates.js';
import { envelopesByFate, type DriveContext, handIn, storeEnvelope } from './submission.js';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/**
 * @returns `fenced` when nothing made before can become valid; `anchored` when the number was taken after all.
 *   Stopped by the signal it answers `stopped`.
 */
export async function fenceNumber(
  context: DriveContext,
  fates: Fates,
  batch: Batch,
): Promise<'fenced' | 'anchored' | 'stopped'> {
  const { db, ledger, signal } = context;
  const { bell, end } = fates.follow(batch.id);
  const backOff = new BackOff(FIRST_WAIT_MS, LONGEST_WAIT_MS);
  // A fence of an earlier attempt may have become valid before envelopes that are held now were made.
  const before = new Set((await envelopesByFate(db, batch.id, 'fence')).settled.map(({ tx_id }) => tx_id));
  try {
    while (!signal.aborted) {
      if ((await batchById(db, batch.id)).state === 'anchored') return 'anchored';
      const { live, settled } = await envelopesByFate(db, batch.id, 'fence');
      if (settled.some(({ tx_id, code }) => code === 0 && !before.has(tx_id))) {
        await voidEnvelopes(db, batch.id);
        return 'fenced';
      }
      if (live === undefined) {
        try {
          await storeEnvelope(context, batch, 'fence', await ledger.endorseFence(batch.series, batch.number));
          continue;
        } catch (error) {
          if (!(error instanceof LedgerError && error.code === 'BATCH_ANCHORED')) throw error;
        }
      } else {
        await handIn(context, batch, live);
      }
      await bell.wait(backOff.next(), signal);
    }
    return 'stopped';
  } finally {
    end();
  }
}
