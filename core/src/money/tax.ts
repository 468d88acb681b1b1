/** Tax on amounts, in whole fen, halves away from zero; totals are sums of rounded lines. */
import { DocumentError } from '../errors/document-error.js';
import { divideRounded, type Minor } from './amount.js';
import { formatDecimal, parseDecimal } from './decimal.js';

/** A tax rate in millionths: 13 % is 130 000. */
export type Rate = bigint;

/** Units of a rate in the whole. */
export const RATE_SCALE = 1_000_000n;

const RATE = /^(?:0|[1-9][0-9]{0,9})(?:\.[0-9]{1,6})?$/;

/** Decimals of a unit price at most. */
export const PRICE_PLACES = 13;

/** @param text Part of one, e.g. `0.13`; 16 digits, 6 of them decimals. @throws {DocumentError} `MALFORMED_RATE` */
export function parseRate(text: string): Rate {
  if (!RATE.test(text))
    throw new DocumentError('MALFORMED_RATE', 'rate must be a decimal number with 6 decimals at most');
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(6, '0'));
}

/** Tax on an amount without tax. */
export function taxFromNet(net: Minor, rate: Rate): Minor {
  return divideRounded(net * rate, RATE_SCALE);
}

/** Tax inside an amount with tax. */
export function taxFromGross(gross: Minor, rate: Rate): Minor {
  return divideRounded(gross * rate, RATE_SCALE + rate);
}

/**
 * Amount of a line without tax.
 *
 * @param quantity Decimal text; negative on a red line.
 * @param unitPrice Decimal text, yuan.
 * @throws {DocumentError} `MALFORMED_DECIMAL`
 */
export function lineNet(quantity: string, unitPrice: string): Minor {
  const [count, price] = [parseDecimal(quantity), parseDecimal(unitPrice)];
  return divideRounded(count.units * price.units * 100n, 10n ** BigInt(count.scale + price.scale));
}

/** Unit price without tax from one with tax, 13 decimals. @throws {DocumentError} `MALFORMED_DECIMAL` */
export function netUnitPrice(grossUnitPrice: string, rate: Rate): string {
  const { units, scale } = parseDecimal(grossUnitPrice);
  const numerator = units * RATE_SCALE * 10n ** BigInt(PRICE_PLACES);
  const price = divideRounded(numerator, (RATE_SCALE + rate) * 10n ** BigInt(scale));
  return formatDecimal({ units: price, scale: PRICE_PLACES }, PRICE_PLACES);
}
