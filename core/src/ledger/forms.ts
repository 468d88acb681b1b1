/** Forms of texts that records and arguments share. */
import { LedgerError } from '../errors/ledger-error.js';
import { MAX_BATCH } from '../document/batch.js';
import { SERIES_NAME } from '../document/header.js';

/** RFC 3339 UTC with milliseconds: a transaction's own, claimed time. */
export const TIME_MILLIS = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/;

/** RFC 3339 UTC to the second: the ledger clock's time. */
export const TIME_SECONDS = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/;

/** Fabric's transaction id. */
export const TX_ID = /^[0-9a-f]{64}$/;

/** @throws {LedgerError} `MALFORMED_ARGUMENT` */
export function assertSeriesName(series: string): void {
  if (!SERIES_NAME.test(series))
    throw malformed('series must be 1 to 40 of a-z, 0-9 and -, not beginning with -');
}

/** Numbers of batches count from 1. @throws {LedgerError} `MALFORMED_ARGUMENT` */
export function assertBatchNumber(batch: number): void {
  assertWhole(batch, 'batch');
}

/** Sequences count from 1 and end at 2^53 - 1. @throws {LedgerError} `MALFORMED_ARGUMENT` */
export function assertSequence(first: number): void {
  assertWhole(first, 'first');
}

/** @throws {LedgerError} `MALFORMED_ARGUMENT` */
export function assertBatchSize(size: number): void {
  if (size < 1 || size > MAX_BATCH) throw malformed(`a batch has 1 to ${MAX_BATCH} entries`);
}

const DECIMAL = /^(?:0|[1-9][0-9]{0,15})$/;

/** A number as arguments carry it. @throws {LedgerError} `MALFORMED_ARGUMENT` */
export function parseDecimalArgument(text: string, name: string): number {
  const value = DECIMAL.test(text) ? Number(text) : NaN;
  assertWhole(value, name, 0);
  return value;
}

function assertWhole(value: number, name: string, least = 1): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw malformed(`${name} must be a whole number from ${least}`);
}

function malformed(detail: string): LedgerError {
  return new LedgerError('MALFORMED_ARGUMENT', detail);
}
