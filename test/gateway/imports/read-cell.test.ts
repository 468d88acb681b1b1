import assert from 'node:assert/strict';
import { readCell } from '../../../gateway/dist/imports/table/read-cell.js';
import type { Cell, NumberShown } from '../../../gateway/dist/imports/table/row.js';
import type { CellForm } from '../../../gateway/dist/imports/table/columns.js';

const number = (digits: string, shown: NumberShown = { as: 'exact' }): Cell => ({ number: digits, shown });
const percent = (decimals: number): NumberShown => ({ as: 'percent', decimals });
const rounded = (decimals: number): NumberShown => ({ as: 'exact', decimals });

const cases: readonly (readonly [CellForm, Cell, ReturnType<typeof readCell>])[] = [
  ['text', '  91000000T0000001XM ', '91000000T0000001XM'],
  ['text', '   ', undefined],
  ['text', number('25157000000012345000'), { fault: 'NUMERIC_CELL' }],
  ['date', number('46348'), { fault: 'NUMERIC_CELL' }],
  ['date', { day: '2026-11-22' }, '2026-11-22'],
  ['date', { odd: 'TIME_OF_DAY' }, { fault: 'TIME_OF_DAY' }],
  ['date', { odd: 'NO_DAY' }, { fault: 'NO_DAY' }],
  ['text', { day: '2026-01-02' }, { fault: 'DATE_CELL' }],
  ['text', { odd: 'TIME_OF_DAY' }, { fault: 'DATE_CELL' }],
  ['amount', { day: '1900-04-09' }, { fault: 'DATE_CELL' }],
  ['amount', { odd: 'NO_DAY' }, { fault: 'DATE_CELL' }],
  ['text', { odd: 'BOOLEAN_CELL' }, { fault: 'BOOLEAN_CELL' }],
  ['date', '2026/11/2', '2026-11-02'],
  ['date', '2026年11月22日', '2026-11-22'],
  ['date', '11/22/2026', '11/22/2026'],
  ['date', '2026/11-22', '2026/11-22'],
  ['vatKind', '专票', 'special'],
  ['vatKind', '普票', 'ordinary'],
  ['amount', '-1,234,567.5', '-1234567.50'],
  ['amount', '1,00.00', '1,00.00'],
  ['amount', '0,100', '0,100'],
  ['amount', '1234,567', '1234,567'],
  ['amount', '100', '100.00'],
  ['amount', '-100.5', '-100.50'],
  ['amount', '100.555', '100.555'],
  ['amount', number('100.1'), '100.10'],
  ['amount', number('0.30000000000000004'), '0.30'],
  ['amount', number('1E3'), '1000.00'],
  ['amount', number('12345678901234567'), { fault: 'NUMERIC_CELL' }],
  ['amount', number('1e300'), { fault: 'NUMERIC_CELL' }],
  ['amount', number('x'), { fault: 'NUMERIC_CELL' }],
  ['amount', number('99.9999999999986'), '99.9999999999986'],
  ['amount', number('1.1000000000000001', rounded(2)), '1.10'],
  ['amount', number('2.675', rounded(2)), { fault: 'SHOWN_OTHERWISE' }],
  ['amount', number('100.5', rounded(0)), { fault: 'SHOWN_OTHERWISE' }],
  ['amount', number('100', rounded(0)), '100.00'],
  ['amount', number('1', percent(0)), { fault: 'SHOWN_OTHERWISE' }],
  ['amount', number('1000', { as: 'other' }), { fault: 'SHOWN_OTHERWISE' }],
  ['decimal', number('33.333333333333336', rounded(2)), '33.3333333333333'],
  ['decimal', number('0.5', percent(0)), { fault: 'SHOWN_OTHERWISE' }],
  ['rate', number('0.13', percent(0)), '0.13'],
  ['rate', number('0.015', percent(0)), { fault: 'SHOWN_OTHERWISE' }],
  ['rate', number('0.015', percent(1)), '0.015'],
  ['rate', number('0.13', rounded(1)), { fault: 'SHOWN_OTHERWISE' }],
  ['decimal', number('15841.5841584158'), '15841.5841584158'],
  ['rate', '13%', '0.13'],
  ['rate', '1.5 %', '0.015'],
  ['rate', '6％', '0.06'],
  ['rate', '免税', 'exempt'],
  ['rate', '不征税', 'notTaxed'],
  ['rate', number('0.13'), '0.13'],
  ['rate', number('0.1'), '0.10'],
  ['rate', number('0'), '0.00'],
  ['rate', '130%', '130%'],
  ['vatKind', '增值税专用发票', 'special'],
  ['vatKind', 'toString', 'toString'],
  ['lineKind', '折扣行', 'discount'],
];

describe('readCell', () => {
  for (const [form, cell, want] of cases) {
    it(`reads ${JSON.stringify(cell)} as ${form}`, () => {
      assert.deepEqual(readCell(cell, form), want);
    });
  }
});
