/**
 * Arguments of the contract's functions: text in, typed value out, or
 * `MALFORMED_ARGUMENT`. Everything that becomes part of a key passes here, so no
 * attribute can hold the U+0000 that separates them, or be empty.
 *
 * @module
 */
import {
  assertBatchNumber,
  assertSequence,
  assertSeriesName,
  LedgerError,
  parseDecimalArgument,
  parseHexHash,
  splitHashes,
  type HexHash,
} from '@chopmark/core';

const WORD = /^[A-Za-z0-9-]{1,40}$/;

export function parseSeriesName(text: string): string {
  assertSeriesName(text);
  return text;
}

export function parseBatchNumber(text: string): number {
  const batch = parseDecimalArgument(text, 'batch');
  assertBatchNumber(batch);
  return batch;
}

export function parseSequence(text: string): number {
  const first = parseDecimalArgument(text, 'first');
  assertSequence(first);
  return first;
}

/** @param what Name of the argument, for the refusal. */
export function parseHash(text: string, what: string): HexHash {
  try {
    return parseHexHash(text);
  } catch (cause) {
    throw malformed(`${what} must be 64 lower-case hexadecimal characters`, { cause });
  }
}

/**
 * A name or code whose meaning is judged later: short, so that a refusal may repeat it.
 *
 * @param what Name of the argument, for the refusal.
 */
export function parseWord(text: string, what: string): string {
  if (!WORD.test(text)) throw malformed(`${what} must be 1 to 40 of A-Z, a-z, 0-9 and -`);
  return text;
}

/** Hashes laid end to end, 32 raw bytes each, as they came over the wire. */
export function parseHashes(bytes: Uint8Array | undefined, most?: number): Uint8Array[] {
  return splitHashes(bytes ?? new Uint8Array(0), most);
}

export function malformed(detail: string, options?: ErrorOptions): LedgerError {
  return new LedgerError('MALFORMED_ARGUMENT', detail, options);
}
