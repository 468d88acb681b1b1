/** Records of a small ledger, for tests of its rules. */
import {
  acceptSeries,
  batchRoot,
  hexHashOf,
  type AnchorInput,
  type BatchRecord,
  type OpenSeriesInput,
} from '@chopmark/core';
import { ALL_SUITES, sha256 } from './hashes.js';

export const TIME = '2026-01-01T00:00:00.000Z';
export const TX_ID = 'ef'.repeat(32);

export const OPEN: OpenSeriesInput = {
  suites: ALL_SUITES,
  namespace: 'tax',
  series: 'main',
  kind: 'invoice',
  suite: 'sha256-p256',
  prefix: '26000',
  existing: undefined,
  taken: undefined,
  time: TIME,
  txId: TX_ID,
};

export const entries = (size: number): Uint8Array[] =>
  Array.from({ length: size }, (_, at) => sha256(Uint8Array.of(at)));

/** Anchoring of the first batch, with two documents. */
export function firstAnchor(
  more: Partial<AnchorInput> = {},
  request: Partial<AnchorInput['request']> = {},
): AnchorInput {
  const { series, head } = acceptSeries(OPEN);
  const documents = request.entries ?? entries(2);
  const first = request.first ?? 1;
  return {
    suites: ALL_SUITES,
    series,
    head,
    existing: undefined,
    time: TIME,
    txId: TX_ID,
    ...more,
    request: {
      batch: 1,
      first,
      root: hexHashOf(batchRoot(sha256, first, documents)),
      entries: documents,
      ...request,
    },
  };
}

export function requireRecord<T extends { record: BatchRecord }>(result: T | 'same'): T {
  if (result === 'same') throw new Error('expected a record');
  return result;
}
