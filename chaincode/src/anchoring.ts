/**
 * Batches of a series. Whether one may be anchored is decided in core; here its
 * inputs are read and its outcome written. One transaction keeps a batch of any
 * size, and reads and rewrites the head, so of two at once only one is valid.
 *
 * @module
 */
import {
  acceptAnchor,
  acceptFence,
  batchAnchoredEvent,
  batchFencedEvent,
  canonicalJson,
  EVENTS,
} from '@chopmark/core';
import { parseBatchNumber, parseHash, parseHashes, parseSequence, parseSeriesName } from './arguments';
import type { Call } from './call';
import { requireRole } from './caller';
import { SUITES } from './hash';

/** Place of `entries` among the arguments. */
const ENTRIES = 4;

/**
 * @returns The record that stands under the number, be it of this transaction or the same of an earlier one.
 * @throws {LedgerError} `MALFORMED_ARGUMENT`, `NOT_PERMITTED`, `SERIES_NOT_FOUND`, `SERIES_CLOSED`,
 *   `BATCH_CONFLICT`, `BATCH_OUT_OF_ORDER`, `SEQUENCE_MISMATCH`, `ROOT_MISMATCH`
 */
export async function anchor(
  call: Call,
  series: string,
  batch: string,
  first: string,
  root: string,
): Promise<string> {
  const name = parseSeriesName(series);
  const request = {
    batch: parseBatchNumber(batch),
    first: parseSequence(first),
    root: parseHash(root, 'root'),
    entries: parseHashes(call.rawArgument(ENTRIES)),
  };
  await requireRole(call.caller, call.authority, 'anchor', call.store);

  const existing = await call.store.batch(name, request.batch);
  const accepted = acceptAnchor({
    suites: SUITES,
    series: await call.store.requireSeries(name),
    head: await call.store.requireHead(name),
    existing,
    request,
    time: call.time.instant,
    txId: call.txId,
  });
  if (accepted === 'same') return canonicalJson(existing);

  await call.store.putBatch(accepted.record);
  await call.store.putHead(accepted.head);
  call.announce(EVENTS.batchAnchored, batchAnchoredEvent(accepted.record));
  return canonicalJson(accepted.record);
}

/**
 * Allowed in a closed series too: what was held back there must be voidable.
 *
 * @throws {LedgerError} `MALFORMED_ARGUMENT`, `NOT_PERMITTED`, `SERIES_NOT_FOUND`, `BATCH_ANCHORED`,
 *   `BATCH_OUT_OF_ORDER`
 */
export async function fence(call: Call, series: string, batch: string): Promise<string> {
  const name = parseSeriesName(series);
  const number = parseBatchNumber(batch);
  await requireRole(call.caller, call.authority, 'anchor', call.store);
  const head = acceptFence(await call.store.requireHead(name), number, await call.store.batch(name, number));
  await call.store.putHead(head);
  call.announce(EVENTS.batchFenced, batchFencedEvent(head));
  return canonicalJson(head);
}
