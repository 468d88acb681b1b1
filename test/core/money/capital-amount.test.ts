import assert from 'node:assert/strict';
import fc from 'fast-check';
import { capitalAmount, formatAmount, MAX_MINOR, parseAmount, parseCapitalAmount } from '@chopmark/core';
import { readVectors } from '../support/vectors.js';

const V = readVectors<{
  cases: { amount: string; capital: string; alsoRead?: string[] }[];
  refused: { text: string; reason: string }[];
}>('capital-amount');

/** Amounts with many zeros, where the rules are. */
const digit = fc.constantFrom('0', '0', '0', '1', '5', '9');
const minor = fc
  .tuple(fc.boolean(), fc.array(digit, { minLength: 1, maxLength: 18 }))
  .map(([negative, digits]) => {
    const size = BigInt(digits.join(''));
    return negative ? -size : size;
  });

describe('capitalAmount', () => {
  for (const { amount, capital } of V.cases) {
    it(`writes ${amount} as ${capital}`, () => assert.equal(capitalAmount(parseAmount(amount)), capital));
  }

  it('ends at 18 digits', () => {
    assert.throws(() => capitalAmount(MAX_MINOR + 1n), { code: 'MALFORMED_AMOUNT' });
  });
});

describe('parseCapitalAmount', () => {
  it('reads every lawful form', () => {
    for (const { amount, capital, alsoRead = [] } of V.cases) {
      for (const text of [capital, ...alsoRead])
        assert.equal(formatAmount(parseCapitalAmount(text)), amount, text);
    }
  });

  for (const { text, reason } of V.refused) {
    it(`refuses ${text}: ${reason}`, () => {
      assert.throws(() => parseCapitalAmount(text), { code: 'MALFORMED_AMOUNT' });
    });
  }

  it('reads back what capitalAmount writes, also with 元 and 正', () => {
    fc.assert(
      fc.property(minor, (value) => {
        const text = capitalAmount(value);

        assert.equal(parseCapitalAmount(text), value, text);
        assert.equal(parseCapitalAmount(text.replace('圆', '元').replace(/整$/, '正')), value, text);
      }),
      { numRuns: 1000 },
    );
  });

  it('reads no other text: what it takes differs from the written form by free characters only', () => {
    const characters = fc.constantFrom(
      '零',
      '壹',
      '玖',
      '拾',
      '佰',
      '仟',
      '万',
      '亿',
      '圆',
      '角',
      '分',
      '整',
      '（负数）',
    );
    const bare = (text: string) => text.replaceAll('零', '').replace(/整$/, '');
    fc.assert(
      fc.property(fc.array(characters, { maxLength: 9 }), (parts) => {
        const text = parts.join('');
        try {
          const value = parseCapitalAmount(text);
          assert.equal(bare(text), bare(capitalAmount(value)), text);
        } catch (error) {
          assert.equal((error as { code?: string }).code, 'MALFORMED_AMOUNT');
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('refuses a zero that is missing or stands where none belongs', () => {
    for (const text of [
      '壹仟壹圆整',
      '壹佰零圆整',
      '壹圆零壹角整',
      '壹亿壹圆整',
      '零壹圆整',
      '壹零圆整',
      '零壹角整',
      '',
      '整',
      '圆整',
    ]) {
      assert.throws(() => parseCapitalAmount(text), { code: 'MALFORMED_AMOUNT' }, text);
    }
  });
});
