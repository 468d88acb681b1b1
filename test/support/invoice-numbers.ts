/** What invariant I4 of the fault experiments asks of numbers. */
import assert from 'node:assert/strict';
import { parseInvoiceNumber } from '@chopmark/core';

/** Numbers are unique and, in each series, without a gap; there are two series when the year ended meanwhile. */
export function assertGapless(numbers: readonly string[]): void {
  assert.equal(new Set(numbers).size, numbers.length, 'I4: a number twice');
  const sequences = new Map<string, number[]>();
  for (const number of numbers) {
    const { prefix, sequence } = parseInvoiceNumber(number);
    sequences.set(prefix, [...(sequences.get(prefix) ?? []), sequence]);
  }
  for (const [prefix, all] of sequences)
    assert.equal(Math.max(...all) - Math.min(...all), all.length - 1, `I4: a number of ${prefix} left out`);
}
