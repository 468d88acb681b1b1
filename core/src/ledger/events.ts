/** Payloads of chaincode events, canonical JSON. */
import type { HexHash } from '../hash/hex-hash.js';
import type { BatchRecord, HeadRecord } from './records.js';

export type BatchAnchoredEvent = {
  readonly batch: number;
  readonly first: number;
  readonly root: HexHash;
  readonly series: string;
  readonly size: number;
};

export type BatchFencedEvent = { readonly batch: number; readonly fences: number; readonly series: string };

export function batchAnchoredEvent({ batch, first, root, series, size }: BatchRecord): BatchAnchoredEvent {
  return { batch, first, root, series, size };
}

/** @param head The head after the fence; the fenced number is the next of it. */
export function batchFencedEvent({ batch, fences, series }: HeadRecord): BatchFencedEvent {
  return { batch: batch + 1, fences, series };
}
