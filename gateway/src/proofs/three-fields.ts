/**
 * The three-field check: number, date and total as read from paper. All that is told is whether all
 * agree; which one differs is nobody's to learn by trying.
 *
 * @module
 */
import { timingSafeEqual } from 'node:crypto';

import { canonicalBytes, DocumentError, formatAmount, parseAmount } from '@chopmark/core';

import { sha256 } from './node-crypto.js';

/** `100` and `100.00` are one amount; what is none at all equals nothing. */
function amountOf(text: string): string {
  try {
    return formatAmount(parseAmount(text));
  } catch (error) {
    if (error instanceof DocumentError) return `not an amount: ${text}`;
    throw error;
  }
}

/** Both are hashed as a whole first: the comparison takes the same steps whatever differs. */
export function fieldsAgree(
  stored: { readonly issuedOn: string; readonly totalGross: string },
  asked: { readonly issuedOn: string; readonly totalGross: string },
): boolean {
  const [a, b] = [stored, asked].map(({ issuedOn, totalGross }) =>
    sha256(canonicalBytes([issuedOn, amountOf(totalGross)])),
  );
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
