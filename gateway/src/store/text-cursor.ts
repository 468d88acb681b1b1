/** Cursors of lists in the order of a text: the last one seen, opaque to callers. */
import { fromBase64Url, toBase64Url, utf8Decode, utf8Encode } from '@chopmark/core';

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export function toCursor(last: string): string {
  return toBase64Url(utf8Encode(`t${last}`));
}

/** @returns `undefined` for a cursor that this module did not make. */
export function fromCursor(cursor: string): string | undefined {
  try {
    const text = utf8Decode(fromBase64Url(cursor));
    return text.startsWith('t') ? text.slice(1) : undefined;
  } catch {
    return undefined;
  }
}
