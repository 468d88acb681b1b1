/** Exact decimal numbers of any scale: quantities and unit prices. */
import { DocumentError } from '../errors/document-error.js';
import { divideRounded } from './amount.js';

/** `units` × 10^-`scale`. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const DECIMAL = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?$/;

/** Characters of a quantity or price at most, as in the bureau's interface. */
export const MAX_DECIMAL_LENGTH = 25;

export function isDecimal(text: string): boolean {
  return text.length <= MAX_DECIMAL_LENGTH && DECIMAL.test(text) && !/^-[0.]+$/.test(text);
}

/** @throws {DocumentError} `MALFORMED_DECIMAL` for signs other than `-`, exponents, leading zeros, more than 25 characters. */
export function parseDecimal(text: string): Decimal {
  const [, sign = '', whole = '', fraction = ''] = (isDecimal(text) ? DECIMAL.exec(text) : null) ?? [];
  if (whole === '')
    throw new DocumentError('MALFORMED_DECIMAL', 'must be a decimal number of 25 characters at most');
  return { units: BigInt(sign + whole + fraction), scale: fraction.length };
}

/** Text of a decimal rounded to so many places, trailing zeros dropped. */
export function formatDecimal({ units, scale }: Decimal, places: number): string {
  const rounded =
    scale > places
      ? divideRounded(units, 10n ** BigInt(scale - places))
      : units * 10n ** BigInt(places - scale);
  const size = rounded < 0n ? -rounded : rounded;
  const digits = String(size).padStart(places + 1, '0');
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return `${rounded < 0n ? '-' : ''}${digits.slice(0, digits.length - places)}${fraction === '' ? '' : `.${fraction}`}`;
}
