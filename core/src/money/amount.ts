/**
 * Amounts in whole fen. Text in documents, `bigint` in code: the largest amount of an invoice (18
 * digits, 2 of them decimals) is far beyond what a double holds exactly.
 *
 * @module
 */
import { DocumentError } from '../errors/document-error.js';

/** An amount in the currency's minor unit (fen); negative on a red invoice. */
export type Minor = bigint;

/** Form of an amount's text; negative zero is refused apart. */
const AMOUNT = /^-?(?:0|[1-9][0-9]{0,15})\.[0-9]{2}$/;

/** Largest amount: 9999999999999999.99 yuan. */
export const MAX_MINOR: Minor = 10n ** 18n - 1n;

export function isAmount(text: string): boolean {
  return AMOUNT.test(text) && text !== '-0.00';
}

/** @param text Yuan with two decimals, e.g. `-12.50`. @throws {DocumentError} `MALFORMED_AMOUNT` */
export function parseAmount(text: string): Minor {
  if (!isAmount(text))
    throw new DocumentError('MALFORMED_AMOUNT', 'amount must be yuan with two decimals, 18 digits in all');
  return BigInt(text.replace('.', ''));
}

/** @throws {DocumentError} `MALFORMED_AMOUNT` beyond 18 digits. */
export function formatAmount(minor: Minor): string {
  const size = minor < 0n ? -minor : minor;
  if (size > MAX_MINOR) throw new DocumentError('MALFORMED_AMOUNT', 'amount has more than 18 digits');
  const digits = String(size).padStart(3, '0');
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * Quotient to the nearest whole number, halves away from zero, so that a red line is the exact
 * mirror of its blue line.
 *
 * @param denominator Greater than zero.
 */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const size = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * size + denominator) / (2n * denominator);
  return numerator < 0n ? -rounded : rounded;
}
