import assert from 'node:assert/strict';
import { dayOf, isoDayOf } from '../../../gateway/dist/imports/xlsx/serial-day.js';

describe('dayOf', () => {
  for (const [system, text, want] of [
    ['1900', '1', '1900-01-01'],
    ['1900', '59', '1900-02-28'],
    ['1900', '60', 'NO_DAY'],
    ['1900', '61', '1900-03-01'],
    ['1900', '46348', '2026-11-22'],
    ['1900', '46348.000000000001', '2026-11-22'],
    ['1900', '4.6348E4', '2026-11-22'],
    ['1900', '46348.5', 'TIME_OF_DAY'],
    ['1900', '46347.99999', 'TIME_OF_DAY'],
    ['1900', '2958465', '9999-12-31'],
    ['1900', '2958466', 'NO_DAY'],
    ['1900', '0', 'NO_DAY'],
    ['1900', '0.5', 'NO_DAY'],
    ['1900', '-1', 'NO_DAY'],
    ['1900', 'x', 'NO_DAY'],
    ['1900', ' ', 'NO_DAY'],
    ['1900', '1e300', 'NO_DAY'],
    ['1904', '0', '1904-01-01'],
    ['1904', '60', '1904-03-01'],
    ['1904', '44886', '2026-11-22'],
    ['1904', '2957003', '9999-12-31'],
    ['1904', '2957004', 'NO_DAY'],
    ['1904', '44886.25', 'TIME_OF_DAY'],
    ['1904', '-1', 'NO_DAY'],
  ] as const) {
    it(`reads ${text} of the ${system} system as ${want}`, () => {
      const cell = dayOf(text, system);
      assert.equal('day' in cell ? cell.day : cell.odd, want);
    });
  }
});

describe('isoDayOf', () => {
  for (const [text, want] of [
    ['2026-11-22', '2026-11-22'],
    ['2026-11-22T00:00:00', '2026-11-22'],
    ['2026-11-22T00:00:00.000Z', '2026-11-22'],
    ['2026-11-22T13:00:00', 'TIME_OF_DAY'],
    ['13:00:00', 'NO_DAY'],
  ] as const) {
    it(`reads ${text} as ${want}`, () => {
      const cell = isoDayOf(text);
      assert.equal('day' in cell ? cell.day : cell.odd, want);
    });
  }
});
