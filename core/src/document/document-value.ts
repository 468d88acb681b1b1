/** Values that a document may hold: text, booleans, whole numbers, and containers of these. No null, no fraction. */
import { toPointer } from '../encoding/json-pointer.js';
import type { JsonObject, JsonValue } from '../encoding/json-value.js';
import { DocumentError } from '../errors/document-error.js';

/** A value of a document: like JSON without null and fractions. */
export type DocumentValue =
  boolean | number | string | readonly DocumentValue[] | { readonly [key: string]: DocumentValue };

/** Deepest place in a document; what is read by `parseJson` is never deeper. */
export const MAX_DOCUMENT_DEPTH = 64;

/** Values in the required members of a header: no kind has twenty. */
export const MAX_REQUIRED_VALUES = 1000;

const DIGITS = /^[0-9]+$/;

/** Keys that a path could not tell from places in an array (RFC 6901 section 4). */
export function isAmbiguousKey(key: string): boolean {
  return key === '-' || DIGITS.test(key);
}

/**
 * Calls back for each value that has no members: scalars, `{}` and `[]`.
 *
 * @param tokens Place of `value`; changed while walking, as it was afterwards.
 * @throws {DocumentError} `MALFORMED_DOCUMENT` with the place.
 */
export function walkLeaves(
  value: unknown,
  tokens: (string | number)[],
  leaf: (value: JsonValue) => void,
): void {
  if (isScalar(value)) {
    leaf(value);
    return;
  }
  if (typeof value !== 'object' || value === null)
    throw malformed(tokens, 'text, true, false, a whole number, an object or an array');
  if (tokens.length >= MAX_DOCUMENT_DEPTH) throw malformed(tokens, `at most ${MAX_DOCUMENT_DEPTH} levels`);
  if (Array.isArray(value)) walkArray(value, tokens, leaf);
  else walkObject(value as JsonObject, tokens, leaf);
}

function isScalar(value: unknown): value is string | boolean | number {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isSafeInteger(value);
}

function walkArray(
  value: readonly unknown[],
  tokens: (string | number)[],
  leaf: (value: JsonValue) => void,
): void {
  if (value.length === 0) leaf([]);
  for (let index = 0; index < value.length; index += 1) {
    tokens.push(index);
    walkLeaves(value[index], tokens, leaf);
    tokens.pop();
  }
}

function walkObject(value: JsonObject, tokens: (string | number)[], leaf: (value: JsonValue) => void): void {
  const keys = Object.keys(value);
  if (keys.length === 0) leaf({});
  for (const key of keys) {
    tokens.push(key);
    if (isAmbiguousKey(key)) throw malformed(tokens, 'a key that is neither a number nor -');
    walkLeaves(value[key], tokens, leaf);
    tokens.pop();
  }
}

function malformed(tokens: readonly (string | number)[], wanted: string): DocumentError {
  return new DocumentError('MALFORMED_DOCUMENT', `must be ${wanted}`, toPointer(tokens));
}
