/**
 * The empty table that people fill in: the columns in the reader's language, and beside them what each holds.
 *
 * @module
 */
import { BYTE_ORDER_MARK, csvRow } from '../archive/csv.js';
import type { Language } from '../i18n/language.js';
import { COLUMNS, headerOf, type Column } from './table/columns.js';
import type { Sheet } from './xlsx/write-xlsx.js';

export function csvTemplate(language: Language): string {
  const names = COLUMNS.map((column) => headerOf(column, language));
  return BYTE_ORDER_MARK + csvRow(names);
}

/** The first sheet is read when it comes back; the second explains it. */
export function xlsxTemplate(language: Language): readonly Sheet[] {
  const names = COLUMNS.map((column) => headerOf(column, language));
  return [
    { name: language === 'zh' ? '发票' : 'Invoices', widths: COLUMNS.map(widthOf), rows: [names] },
    { name: language === 'zh' ? '说明' : 'Columns', widths: [24, 24, 12, 80], rows: explanations(language) },
  ];
}

function* explanations(language: Language): Generator<readonly string[]> {
  yield language === 'zh'
    ? ['列名', 'Column', '必填', '说明']
    : ['Column', '列名', 'Needed', 'What it holds'];
  for (const { name, label, needed, hint } of COLUMNS) {
    const names = language === 'zh' ? [label, name] : [name, label];
    yield [...names, needed ? (language === 'zh' ? '是' : 'yes') : '', hint[language]];
  }
}

const WIDE = 28;
const NARROW = 14;
const widthOf = ({ form }: Column): number => (form === 'text' ? WIDE : NARROW);
