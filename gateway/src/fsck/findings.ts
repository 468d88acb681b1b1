/**
 * What can be wrong between database and ledger, each with the document or batch that it is about. Details hold ids,
 * numbers and hashes, never contents.
 *
 * @module
 */
import type { NotOnLedger } from './not-on-ledger.js';

/** What each says stands in docs/error-codes.md; a test compares. */
export const FSCK_CODES = [
  'OTHER_LEDGER',
  'CHECKPOINT_AHEAD',
  'SERIES_DIFFERS',
  'BATCH_NOT_ON_LEDGER',
  'BATCH_NOT_IN_DATABASE',
  'BATCH_DIFFERS',
  'PLACE_MISSING',
  'DOCUMENT_MISSING',
  'ERASED_NOT_GONE',
  'DOCUMENT_ALTERED',
  'STATE_MISSING',
  'STATE_TWICE',
] as const;

export type FsckCode = (typeof FSCK_CODES)[number];

export interface FsckFinding {
  readonly code: FsckCode;
  /** `inv_…`, `<series> batch <number>`, or the series. */
  readonly subject: string;
  readonly detail: string;
}

export interface FsckReport {
  readonly network: string;
  readonly channel: string;
  /** Blocks of the ledger that were read. */
  readonly blocks: number;
  readonly batches: number;
  readonly documents: number;
  /** Of these, those whose contents were destroyed as they should be. */
  readonly erased: number;
  /** Documents whose numbers are taken and whose contents an earlier repair found nowhere. */
  readonly lost: number;
  readonly findings: readonly FsckFinding[];
  /** The database is older than the ledger: what no repair brings back. */
  readonly notOnLedger?: readonly NotOnLedger[];
}
