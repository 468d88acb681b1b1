/** Rules about one line of an invoice. */
import { parseAmount, type Minor } from '../money/amount.js';
import { parseDecimal } from '../money/decimal.js';
import { parseRate, RATE_SCALE } from '../money/tax.js';
import type { Findings } from './findings.js';
import type { Invoice, InvoiceLine } from './invoice.js';
import { isRateInForce, isRateWord } from './vat-rates.js';

/** Fen by which the tax of a line may differ from net × rate. */
export const LINE_TAX_TOLERANCE_MINOR = 6n;

/** Fen by which net may differ from quantity × price. */
export const LINE_NET_TOLERANCE_MINOR = 1n;

/** @param pointer Place of the line. */
export function checkLine(invoice: Invoice, line: InvoiceLine, pointer: string, findings: Findings): void {
  checkSigns(invoice.letter === 'red', line, pointer, findings);
  checkNet(line, pointer, findings);
  if (isRateInForce(line.rate, invoice.issuedOn)) checkTax(line, pointer, findings);
  else findings.add(`${pointer}/rate`, 'RATE_NOT_IN_FORCE', 'rate is not in force on the day of the invoice');
}

/** A red line, like a discount, takes away: net, tax and quantity are negative, the price stays positive. */
function checkSigns(red: boolean, line: InvoiceLine, pointer: string, findings: Findings): void {
  const negative = red || line.kind === 'discount';
  const [net, tax] = [parseAmount(line.net), parseAmount(line.tax)];
  if (negative ? net >= 0n : net < 0n) findings.add(`${pointer}/net`, 'AMOUNT_SIGN', wanted(negative));
  if (negative ? tax > 0n : tax < 0n) findings.add(`${pointer}/tax`, 'AMOUNT_SIGN', wanted(negative));
  if (line.quantity !== undefined) {
    const { units } = parseDecimal(line.quantity);
    if (negative ? units >= 0n : units <= 0n)
      findings.add(`${pointer}/quantity`, 'AMOUNT_SIGN', wanted(negative));
  }
  if (line.unitPrice !== undefined && parseDecimal(line.unitPrice).units < 0n) {
    findings.add(`${pointer}/unitPrice`, 'AMOUNT_SIGN', 'a price is never negative');
  }
}

function wanted(negative: boolean): string {
  return negative ? 'must be negative in a red invoice and on a discount line' : 'must not be negative';
}

function checkNet({ quantity, unitPrice, net }: InvoiceLine, pointer: string, findings: Findings): void {
  if (quantity === undefined || unitPrice === undefined) return;
  const [count, price] = [parseDecimal(quantity), parseDecimal(unitPrice)];
  const exact = { minor: count.units * price.units * 100n, scale: 10n ** BigInt(count.scale + price.scale) };
  if (isFarFrom(parseAmount(net), exact, LINE_NET_TOLERANCE_MINOR)) {
    findings.add(
      `${pointer}/net`,
      'LINE_NET_MISMATCH',
      'differs from quantity × unitPrice by more than 0.01',
    );
  }
}

function checkTax({ net, rate, tax }: InvoiceLine, pointer: string, findings: Findings): void {
  if (isRateWord(rate) || parseRate(rate) === 0n) {
    if (parseAmount(tax) !== 0n)
      findings.add(`${pointer}/tax`, 'LINE_TAX_NOT_ZERO', 'a line without tax has tax 0.00');
    return;
  }
  const exact = { minor: parseAmount(net) * parseRate(rate), scale: RATE_SCALE };
  if (isFarFrom(parseAmount(tax), exact, LINE_TAX_TOLERANCE_MINOR)) {
    findings.add(`${pointer}/tax`, 'LINE_TAX_MISMATCH', 'differs from net × rate by more than 0.06');
  }
}

/** Compares with the exact product, before rounding. */
function isFarFrom(amount: Minor, exact: { minor: bigint; scale: bigint }, tolerance: Minor): boolean {
  const difference = exact.minor - amount * exact.scale;
  return (difference < 0n ? -difference : difference) > tolerance * exact.scale;
}
