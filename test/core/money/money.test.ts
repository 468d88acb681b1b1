import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  formatAmount,
  formatDecimal,
  lineNet,
  MAX_MINOR,
  netUnitPrice,
  parseAmount,
  parseDecimal,
  parseRate,
  taxFromGross,
  taxFromNet,
} from '@chopmark/core';
import { readVectors } from '../support/vectors.js';

interface Taxed {
  readonly net: string;
  readonly rate: string;
  readonly tax: string;
  readonly gross: string;
}

const V = readVectors<{
  withoutTax: Taxed[];
  withTax: Taxed[];
  invoices: { name: string; lines: Taxed[]; totalNet: string; totalTax: string; totalGross: string }[];
  lineAmounts: { quantity: string; unitPrice: string; net: string }[];
  unitPrices: { priceWithTax: string; rate: string; priceWithoutTax: string }[];
  amounts: { text: string; accepted: boolean }[];
}>('money');

const minor = fc.bigInt({ min: -MAX_MINOR, max: MAX_MINOR });
const rate = fc.bigInt({ min: 0n, max: 10n ** 6n });

/** Halves away from zero, by comparing with the exact fraction. */
function isRounded(result: bigint, numerator: bigint, denominator: bigint): boolean {
  const twice = 2n * (numerator - result * denominator);
  const size = twice < 0n ? -twice : twice;
  if (size < denominator) return true;
  return size === denominator && result < 0n === numerator < 0n && result !== 0n;
}

describe('parseAmount', () => {
  for (const { text, accepted } of V.amounts) {
    it(`${accepted ? 'reads' : 'refuses'} ${JSON.stringify(text)}`, () => {
      if (accepted) assert.equal(formatAmount(parseAmount(text)), text);
      else assert.throws(() => parseAmount(text), { code: 'MALFORMED_AMOUNT' });
    });
  }

  it('reads back what formatAmount writes, which ends at 18 digits', () => {
    fc.assert(fc.property(minor, (value) => assert.equal(parseAmount(formatAmount(value)), value)));
    assert.throws(() => formatAmount(MAX_MINOR + 1n), { code: 'MALFORMED_AMOUNT' });
    assert.throws(() => formatAmount(-MAX_MINOR - 1n), { code: 'MALFORMED_AMOUNT' });
  });
});

describe('taxFromNet', () => {
  it('gives the worked values', () => {
    for (const { net, rate: text, tax, gross } of V.withoutTax) {
      const found = taxFromNet(parseAmount(net), parseRate(text));

      assert.equal(formatAmount(found), tax);
      assert.equal(parseAmount(net) + found, parseAmount(gross));
    }
  });

  it('rounds halves away from zero, so that a red line mirrors its blue line', () => {
    fc.assert(
      fc.property(minor, rate, (net, part) => {
        assert.ok(isRounded(taxFromNet(net, part), net * part, 10n ** 6n));
        assert.equal(taxFromNet(-net, part), -taxFromNet(net, part));
      }),
    );
  });

  it('is added up line by line', () => {
    for (const { name, lines, totalNet, totalTax, totalGross } of V.invoices) {
      const taxes = lines.map(({ net, rate: text }) => taxFromNet(parseAmount(net), parseRate(text)));
      const nets = lines.map(({ net }) => parseAmount(net));
      const sum = (values: bigint[]) => values.reduce((a, b) => a + b, 0n);

      assert.deepEqual(
        taxes.map(formatAmount),
        lines.map(({ tax }) => tax),
        name,
      );
      assert.equal(formatAmount(sum(nets)), totalNet, name);
      assert.equal(formatAmount(sum(taxes)), totalTax, name);
      assert.equal(formatAmount(sum(nets) + sum(taxes)), totalGross, name);
    }
  });
});

describe('taxFromGross', () => {
  it('gives the worked values', () => {
    for (const { gross, rate: text, tax, net } of V.withTax) {
      const found = taxFromGross(parseAmount(gross), parseRate(text));

      assert.equal(formatAmount(found), tax);
      assert.equal(formatAmount(parseAmount(gross) - found), net);
    }
  });

  it('rounds halves away from zero', () => {
    fc.assert(
      fc.property(minor, rate, (gross, part) => {
        assert.ok(isRounded(taxFromGross(gross, part), gross * part, 10n ** 6n + part));
        assert.equal(taxFromGross(-gross, part), -taxFromGross(gross, part));
      }),
    );
  });
});

describe('parseRate', () => {
  it('reads parts of one in millionths', () => {
    assert.equal(parseRate('0.13'), 130_000n);
    assert.equal(parseRate('0'), 0n);
    assert.equal(parseRate('1'), 1_000_000n);
    assert.equal(parseRate('0.000001'), 1n);
  });

  it('refuses other forms', () => {
    for (const text of ['', '13%', '.13', '0.', '-0.13', '0.0000001', '00.13', '1e-2', ' 0.13', 'exempt']) {
      assert.throws(() => parseRate(text), { code: 'MALFORMED_RATE' }, text);
    }
  });
});

describe('lineNet and netUnitPrice', () => {
  it('give the worked values', () => {
    for (const { quantity, unitPrice, net } of V.lineAmounts)
      assert.equal(formatAmount(lineNet(quantity, unitPrice)), net);
    for (const { priceWithTax, rate: text, priceWithoutTax } of V.unitPrices) {
      assert.equal(netUnitPrice(priceWithTax, parseRate(text)), priceWithoutTax);
    }
  });
});

describe('parseDecimal', () => {
  it('reads back what formatDecimal writes', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.nat(8), (units, scale) => {
        const { units: back, scale: places } = parseDecimal(formatDecimal({ units, scale }, 8));

        assert.equal(back * 10n ** BigInt(scale), units * 10n ** BigInt(places));
      }),
    );
  });

  it('rounds what has more places', () => {
    assert.equal(formatDecimal({ units: 15n, scale: 1 }, 0), '2');
    assert.equal(formatDecimal({ units: -15n, scale: 1 }, 0), '-2');
    assert.equal(formatDecimal({ units: -4n, scale: 1 }, 0), '0');
  });

  it('refuses other forms', () => {
    for (const text of [
      '',
      '-',
      '.5',
      '5.',
      '01',
      '+1',
      '1e3',
      '-0',
      '-0.00',
      '1,000',
      '１',
      '1'.repeat(26),
    ]) {
      assert.throws(() => parseDecimal(text), { code: 'MALFORMED_DECIMAL' }, text);
    }
  });
});
