/**
 * A cell → the text that a request has in its place. What people write in tables (13%, 专用发票, 100) becomes what the
 * interface asks for (0.13, special, 100.00) where both say the same; everything else is left for the rules to judge.
 *
 * @module
 */
import type { Cell, NumberCell, NumberShown, OddCell } from './row.js';
import type { CellForm } from './columns.js';

/** The text, `undefined` for an empty cell, or the code of what is wrong with it. */
export type CellValue = string | undefined | { readonly fault: string };

export function readCell(cell: Cell | undefined, form: CellForm): CellValue {
  if (cell === undefined) return undefined;
  if (typeof cell === 'string') {
    const text = cell.trim();
    return text === '' ? undefined : READERS[form](text);
  }
  if ('odd' in cell) return { fault: form === 'date' ? cell.odd : oddFault(cell) };
  if ('day' in cell) return form === 'date' ? cell.day : { fault: 'DATE_CELL' };
  return readNumber(cell, form);
}

/** Where no day belongs, that it is one says more than which. */
const oddFault = ({ odd }: OddCell): string =>
  odd === 'TIME_OF_DAY' || odd === 'NO_DAY' ? 'DATE_CELL' : odd;

function readNumber({ number, shown }: NumberCell, form: CellForm): CellValue {
  if (!FROM_NUMBER.has(form)) return { fault: 'NUMERIC_CELL' };
  const text = decimalOf(number);
  if (text === undefined) return { fault: 'NUMERIC_CELL' };
  return isShown(text, shown, form) ? READERS[form](text) : { fault: 'SHOWN_OTHERWISE' };
}

const FROM_NUMBER: ReadonlySet<CellForm> = new Set(['amount', 'decimal', 'rate']);

/**
 * Whether the cell shows the very amount or rate that it holds. Quantities and prices may have more decimals than are
 * shown: they are often computed, and the amount beside them is what counts.
 */
function isShown(text: string, { as, decimals = Infinity }: NumberShown, form: CellForm): boolean {
  if (as === 'other' || (as === 'percent' && form !== 'rate')) return false;
  if (form === 'decimal') return true;
  const held = text.split('.')[1]?.length ?? 0;
  return held <= decimals + (as === 'percent' ? 2 : 0);
}

/** Digits of a binary number that are certain. */
const SAFE_DIGITS = 15;

/** As the person saw it, 0.1 and not 0.1000000000000000055; nothing for more digits than a double holds. */
function decimalOf(text: string): string | undefined {
  const value = Number(text);
  const shortest = String(Number(value.toPrecision(SAFE_DIGITS)));
  if (text.trim() === '' || !/^-?[0-9]+(\.[0-9]+)?$/.test(shortest)) return undefined;
  return shortest.replace(/[-.]/g, '').replace(/^0+/, '').length > SAFE_DIGITS ? undefined : shortest;
}

type Reader = (text: string) => string;

const asItIs: Reader = (text) => text;

const words =
  (table: Readonly<Record<string, string>>): Reader =>
  (text) =>
    Object.hasOwn(table, text) ? (table[text] ?? text) : text;

/** 100 and 100.5 are 100.00 and 100.50; digits that would have to be rounded stay, and are refused. */
export const readAmount: Reader = (text) => {
  if (/^-?[0-9]+$/.test(text)) return `${text}.00`;
  return /^-?[0-9]+\.[0-9]$/.test(text) ? `${text}0` : text;
};

/** 1,000.00 with its groups of three; other groupings stay, and are refused. */
const readGroupedAmount: Reader = (text) =>
  readAmount(/^-?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?$/.test(text) ? text.replaceAll(',', '') : text);

/** 2026/11/22 and 2026年11月22日 are 2026-11-22: year first, so that no day is taken for a month. */
const readDate: Reader = (text) => {
  const parts =
    /^([0-9]{4})\/([0-9]{1,2})\/([0-9]{1,2})$/.exec(text) ??
    /^([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日$/.exec(text);
  if (parts === null) return text;
  const [, year = '', month = '', day = ''] = parts;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
};

const RATE_WORDS = words({ 免税: 'exempt', 不征税: 'notTaxed' });

/** 13% is 0.13, 0.1 is 0.10. */
export const readRate: Reader = (text) => {
  const percent = /^([0-9]{1,2})(?:\.([0-9]{1,2}))?\s*[%％]$/.exec(text);
  if (percent !== null) {
    const [, whole = '', fraction = ''] = percent;
    return `0.${whole.padStart(2, '0')}${fraction}`;
  }
  if (text === '0') return '0.00';
  return /^0\.[0-9]$/.test(text) ? `${text}0` : RATE_WORDS(text);
};

const READERS: Readonly<Record<CellForm, Reader>> = {
  text: asItIs,
  date: readDate,
  decimal: asItIs,
  amount: readGroupedAmount,
  rate: readRate,
  vatKind: words({
    专用发票: 'special',
    专票: 'special',
    增值税专用发票: 'special',
    普通发票: 'ordinary',
    普票: 'ordinary',
    增值税普通发票: 'ordinary',
  }),
  lineKind: words({ 正常行: 'normal', 折扣行: 'discount', 被折扣行: 'discounted' }),
};
