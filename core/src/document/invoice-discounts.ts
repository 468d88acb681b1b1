/** Discount lines (折扣行): each follows the line that it discounts at once; none in a red invoice. */
import { parseAmount } from '../money/amount.js';
import type { Findings } from './findings.js';
import type { Invoice, InvoiceLine } from './invoice.js';

export function checkDiscounts({ letter, lines }: Invoice, findings: Findings): void {
  lines.forEach((line, at) => {
    if (line.kind === 'normal') return;
    const pointer = `/lines/${at}/kind`;
    if (letter === 'red') findings.add(pointer, 'DISCOUNT_IN_RED', 'a red invoice has no discount lines');
    else if (line.kind === 'discounted') checkDiscounted(line, lines[at + 1], at, findings);
    else if (lines[at - 1]?.kind !== 'discounted') {
      findings.add(pointer, 'DISCOUNT_WITHOUT_LINE', 'a discount line follows the line that it discounts');
    }
  });
}

function checkDiscounted(
  line: InvoiceLine,
  discount: InvoiceLine | undefined,
  at: number,
  findings: Findings,
): void {
  if (discount?.kind !== 'discount') {
    findings.add(
      `/lines/${at}/kind`,
      'DISCOUNT_MISSING',
      'a discounted line is followed by its discount line',
    );
    return;
  }
  if (discount.rate !== line.rate) {
    findings.add(
      `/lines/${at + 1}/rate`,
      'DISCOUNT_RATE',
      'a discount has the rate of the line that it discounts',
    );
  }
  if (parseAmount(line.net) + parseAmount(discount.net) < 0n) {
    findings.add(
      `/lines/${at + 1}/net`,
      'DISCOUNT_TOO_LARGE',
      'a discount is not larger than the line that it discounts',
    );
  }
}
