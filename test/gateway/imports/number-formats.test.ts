import assert from 'node:assert/strict';
import { shownBy } from '../../../gateway/dist/imports/xlsx/number-formats.js';

describe('shownBy', () => {
  for (const id of [14, 17, 22, 27, 31, 36, 45, 47, 50, 57, 58]) {
    it(`takes the built-in format ${id} for a day`, () => {
      assert.equal(shownBy(id, undefined), 'date');
    });
  }

  const EXACT = { as: 'exact' };
  for (const [id, want] of [
    [0, EXACT],
    [1, { as: 'exact', decimals: 0 }],
    [4, { as: 'exact', decimals: 2 }],
    [9, { as: 'percent', decimals: 0 }],
    [10, { as: 'percent', decimals: 2 }],
    [11, { as: 'other' }],
    [13, { as: 'other' }],
    [23, EXACT],
    [44, { as: 'exact', decimals: 2 }],
    [49, EXACT],
  ] as const) {
    it(`takes the built-in format ${id} for ${JSON.stringify(want)}`, () => {
      assert.deepEqual(shownBy(id, undefined), want);
    });
  }

  for (const code of [
    'yyyy-mm-dd',
    'yyyy/m/d;@',
    'yyyy"年"m"月"d"日"',
    '[$-804]aaaa, d mmmm yyyy',
    'm/d',
    'D-MMM',
    '[Red]yyyy',
  ]) {
    it(`takes ${code} for a day`, () => {
      assert.equal(shownBy(164, code), 'date');
    });
  }

  for (const [code, want] of [
    ['General', EXACT],
    ['@', EXACT],
    ['0', { as: 'exact', decimals: 0 }],
    ['#,##0.00', { as: 'exact', decimals: 2 }],
    ['0.00_);[Red]\\(0.00\\)', { as: 'exact', decimals: 2 }],
    ['[$¥-804]#,##0.00', { as: 'exact', decimals: 2 }],
    ['_ ¥* #,##0.00_ ;_ ¥* \\-#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', { as: 'exact', decimals: 2 }],
    ['0.00"yd"', { as: 'exact', decimals: 2 }],
    ['[Magenta]0.0\\d', { as: 'exact', decimals: 1 }],
    ['0.00;0', { as: 'exact', decimals: 0 }],
    ['0.0%', { as: 'percent', decimals: 1 }],
    ['0%%', { as: 'other' }],
    ['0.00,', { as: 'other' }],
    ['#,##0,,"M"', { as: 'other' }],
    ['0.00E+00', { as: 'other' }],
    ['# ?/?', { as: 'other' }],
    ['[h]:ss', { as: 'other' }],
    [';;;', { as: 'other' }],
    ['"paid"', { as: 'other' }],
  ] as const) {
    it(`takes ${code} for ${JSON.stringify(want)}`, () => {
      assert.deepEqual(shownBy(164, code), want);
    });
  }

  it('believes the code of a workbook and not the number that it stands under', () => {
    assert.deepEqual(shownBy(14, '0.00'), { as: 'exact', decimals: 2 });
  });
});
