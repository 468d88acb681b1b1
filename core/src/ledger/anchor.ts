/**
 * When a batch may be anchored and a number be fenced: pure decisions, taken by the contract on
 * what it has read, and by whoever wants to know the answer before asking.
 *
 * @module
 */
import { batchRoot, MAX_BATCH } from '../document/batch.js';
import { kindOf } from '../document/kinds.js';
import { canonicalJson } from '../encoding/canonical-json.js';
import { LedgerError } from '../errors/ledger-error.js';
import { HASH_BYTES, hexHashOf, type HexHash } from '../hash/hex-hash.js';
import { requireSuite, type Hash, type Suites } from '../hash/suite.js';
import { assertBatchNumber, assertBatchSize, assertSequence } from './forms.js';
import { recordHash, type BatchRecord, type HeadRecord, type SeriesRecord } from './records.js';

export interface AnchorRequest {
  readonly batch: number;
  /** Sequence of the first entry. */
  readonly first: number;
  readonly root: HexHash;
  /** Document hashes in sequence, 32 bytes each. */
  readonly entries: readonly Uint8Array[];
}

export interface AnchorInput {
  readonly suites: Suites;
  readonly series: SeriesRecord;
  readonly head: HeadRecord;
  /** Record that already stands under the batch number, if any. */
  readonly existing: BatchRecord | undefined;
  readonly request: AnchorRequest;
  /** The transaction's own time, RFC 3339 UTC with milliseconds. */
  readonly time: string;
  readonly txId: string;
}

/**
 * Decides about a batch. The root is recomputed from the entries: nobody's word is taken for it.
 *
 * @returns What to write, or `same` when this very batch already stands: then nothing is written.
 * @throws {LedgerError} `MALFORMED_ARGUMENT`, `SERIES_CLOSED`, `BATCH_CONFLICT`, `BATCH_OUT_OF_ORDER`,
 *   `SEQUENCE_MISMATCH`, `ROOT_MISMATCH`
 */
export function acceptAnchor(
  input: AnchorInput,
): { readonly record: BatchRecord; readonly head: HeadRecord } | 'same' {
  const { series, head, existing, request } = input;
  const { hash } = requireSuite(input.suites, series.suite);
  assertRequest(request);
  const root = hexHashOf(batchRoot(hash, request.first, request.entries));
  if (existing !== undefined) {
    assertSameBatch(existing, request, root);
    return 'same'; // also in a closed series: whoever asks again learns that it stands
  }
  assertNext(series, head, request);
  if (root !== request.root) throw new LedgerError('ROOT_MISMATCH', 'root does not follow from the entries');
  const record = recordOf(input, root);
  return { record, head: headAfter(hash, head, record) };
}

function assertRequest({ batch, first, entries }: AnchorRequest): void {
  assertBatchNumber(batch);
  assertSequence(first);
  assertBatchSize(entries.length);
  assertSequence(first + (entries.length - 1));
  if (entries.some((entry) => entry.length !== HASH_BYTES)) {
    throw new LedgerError('MALFORMED_ARGUMENT', 'each entry must be 32 bytes');
  }
}

function assertSameBatch(existing: BatchRecord, request: AnchorRequest, root: HexHash): void {
  const { batch, first, size } = existing;
  const same = first === request.first && size === request.entries.length;
  if (!same || existing.root !== request.root || existing.root !== root) {
    throw new LedgerError('BATCH_CONFLICT', `batch ${batch} of ${existing.series} has other content`);
  }
}

function assertNext(series: SeriesRecord, head: HeadRecord, { batch, first, entries }: AnchorRequest): void {
  if (series.closed) throw new LedgerError('SERIES_CLOSED', `series ${series.series} is closed`);
  if (batch !== head.batch + 1) {
    throw new LedgerError(
      'BATCH_OUT_OF_ORDER',
      `batch ${batch} of ${series.series}, the next is ${head.batch + 1}`,
    );
  }
  if (first !== head.next) {
    throw new LedgerError(
      'SEQUENCE_MISMATCH',
      `first sequence ${first} of ${series.series}, the next is ${head.next}`,
    );
  }
  if (first + (entries.length - 1) > kindOf(series.kind).maxSequence) {
    throw new LedgerError('SEQUENCE_MISMATCH', `series ${series.series} has no number left`);
  }
}

function recordOf({ series, head, request, time, txId }: AnchorInput, root: HexHash): BatchRecord {
  return {
    authority: series.authority,
    batch: request.batch,
    first: request.first,
    kind: series.kind,
    namespace: series.namespace,
    prefix: series.prefix,
    previous: head.last,
    root,
    series: series.series,
    size: request.entries.length,
    suite: series.suite,
    time,
    txId,
    type: 'chopmark/batch/1',
  };
}

function headAfter(hash: Hash, head: HeadRecord, record: BatchRecord): HeadRecord {
  return { ...head, batch: record.batch, last: recordHash(hash, record), next: record.first + record.size };
}

/**
 * Voids every envelope still held for a batch number by rewriting the head.
 *
 * @returns The head to write.
 * @throws {LedgerError} `MALFORMED_ARGUMENT`, `BATCH_ANCHORED` when the number is taken, `BATCH_OUT_OF_ORDER`
 *   for a number that is not the next.
 */
export function acceptFence(head: HeadRecord, batch: number, existing: BatchRecord | undefined): HeadRecord {
  assertBatchNumber(batch);
  if (existing !== undefined) throw new LedgerError('BATCH_ANCHORED', canonicalJson(existing));
  if (batch !== head.batch + 1) {
    throw new LedgerError(
      'BATCH_OUT_OF_ORDER',
      `batch ${batch} of ${head.series}, the next is ${head.batch + 1}`,
    );
  }
  return { ...head, fences: head.fences + 1 };
}

/**
 * Splits raw argument bytes into hashes.
 *
 * @param most Largest number of hashes.
 * @throws {LedgerError} `MALFORMED_ARGUMENT` unless there are 1 to `most` times 32 bytes.
 */
export function splitHashes(bytes: Uint8Array, most: number = MAX_BATCH): Uint8Array[] {
  const size = bytes.length / HASH_BYTES;
  if (!Number.isInteger(size) || size < 1 || size > most) {
    throw new LedgerError('MALFORMED_ARGUMENT', `expected 1 to ${most} hashes of 32 bytes`);
  }
  return Array.from({ length: size }, (_, at) => bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}
