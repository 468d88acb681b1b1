/**
 * What the ledger says of the own series: read from block 0, by nobody's memory.
 *
 * @module
 */
import { type BatchRecord, parseBatchRecord, parseJson } from '@chopmark/core';

import type { Ledger } from '../ledger/ledger.js';

export interface LedgerBatch {
  readonly record: BatchRecord;
  readonly block: number;
  readonly position: number;
}

export interface LedgerBatches {
  readonly height: number;
  /** By `<series> <number>`. */
  readonly batches: ReadonlyMap<string, LedgerBatch>;
}

export const batchName = (series: string, number: number): string => `${series} ${number}`;

/** @param progress Told the blocks read so far. */
export async function readLedgerBatches(
  ledger: Ledger,
  isOwn: (series: string) => boolean,
  progress: (blocks: number, height: number) => void,
): Promise<LedgerBatches> {
  const height = await ledger.height();
  const batches = new Map<string, LedgerBatch>();
  const stop = new AbortController();
  for await (const { number, transactions } of ledger.blocks(0, stop.signal)) {
    for (const { position, writes } of transactions) {
      for (const { type, value } of writes) {
        if (type !== 'batch') continue;
        const record = parseBatchRecord(parseJson(value));
        if (!isOwn(record.series)) continue;
        batches.set(batchName(record.series, record.batch), { record, block: number, position });
      }
    }
    progress(number + 1, height);
    if (number + 1 >= height) break;
  }
  stop.abort();
  return { height, batches };
}
