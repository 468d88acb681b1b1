/**
 * The projection brought up to the ledger's height by the fold that is always used, without a gateway: a repaired
 * database says what the ledger says before anything is written.
 *
 * @module
 */
import type { Ledger } from '../ledger/ledger.js';
import { HaltError } from '../pipeline/halt.js';
import { openCheckpoint } from '../projection/checkpoint.js';
import { foldBlock, type FoldContext } from '../projection/fold.js';

/** A block that contradicts the database ends it: findings and the gateway's own halt say which. */
export async function catchUp(fold: FoldContext, ledger: Ledger, height: number): Promise<void> {
  const from = await openCheckpoint(fold.db, ledger);
  if (from >= height) return;
  const stream = new AbortController();
  try {
    for await (const block of ledger.blocks(from, stream.signal)) {
      await foldBlock(fold, block);
      if (block.number + 1 >= height) return;
    }
  } catch (error) {
    if (!(error instanceof HaltError)) throw error;
  } finally {
    stream.abort();
  }
}
