/**
 * Columns of a table of invoices: their names, and what of a request each holds. Columns of a line stand once for each
 * line of an invoice, the others once for each invoice.
 *
 * @module
 */
import type { Language, Text } from '../../i18n/language.js';

/**
 * How a cell is read. `text` is taken as it is and never from a number: a spreadsheet that makes a number of a code has
 * lost its zeros or its last digits. A `date` is text, or a day of the spreadsheet.
 */
export type CellForm = 'text' | 'date' | 'amount' | 'decimal' | 'rate' | 'vatKind' | 'lineKind';

export interface Column {
  /** In the header of a file, in English; the Chinese label will do as well. */
  readonly name: string;
  readonly label: string;
  /** Whether a file without it can hold no good invoice. */
  readonly needed: boolean;
  readonly form: CellForm;
  /** Steps from the body, or from the line. */
  readonly path: readonly string[];
  readonly ofLine: boolean;
  readonly hint: Text;
}

const NOTHING: Text = { en: '', zh: '' };

function column(name: string, label: string, form: CellForm, needed = false, hint: Text = NOTHING): Column {
  const [first = '', ...rest] = name.split('.');
  const ofLine = first === 'line';
  return { name, label, form, needed, hint, ofLine, path: ofLine ? rest : [first, ...rest] };
}

const party = (prefix: 'seller' | 'buyer', label: string, needed: boolean): readonly Column[] => [
  column(`${prefix}.name`, `${label}名称`, 'text', needed),
  column(`${prefix}.taxId`, `${label}税号`, 'text', false, {
    en: 'text, not a number',
    zh: '文本格式，不能是数字',
  }),
  column(`${prefix}.address`, `${label}地址`, 'text'),
  column(`${prefix}.phone`, `${label}电话`, 'text'),
  column(`${prefix}.bankName`, `${label}开户行`, 'text'),
  column(`${prefix}.bankAccount`, `${label}银行账号`, 'text', false, {
    en: 'text, not a number',
    zh: '文本格式，不能是数字',
  }),
];

/** The column whose equal cells in rows that follow each other make one invoice of them. */
export const GROUP_COLUMN = 'reference';

/** Whose references they are. */
export const SELLER_COLUMN = 'seller.taxId';

export const COLUMNS: readonly Column[] = [
  column(GROUP_COLUMN, '业务单号', 'text', false, {
    en: "the seller's own reference, used once; rows that follow each other with the same one are one invoice",
    zh: '销方自编单号，不可重复使用；相邻且单号相同的各行为同一张发票',
  }),
  column('issuedOn', '开票日期', 'date', false, {
    en: 'yyyy-mm-dd as text, or a date of the spreadsheet without a time of day; default today',
    zh: 'yyyy-mm-dd 文本，或不含时刻的日期单元格；缺省为今天',
  }),
  column('vatKind', '发票种类', 'vatKind', true, { en: 'special or ordinary', zh: '专用发票或普通发票' }),
  ...party('seller', '销方', false),
  ...party('buyer', '购方', true),
  column('line.name', '项目名称', 'text', true),
  column('line.classificationCode', '税收分类编码', 'text', false, {
    en: 'nineteen digits as text',
    zh: '19 位数字，文本格式',
  }),
  column('line.specification', '规格型号', 'text'),
  column('line.unit', '单位', 'text'),
  column('line.quantity', '数量', 'decimal'),
  column('line.unitPrice', '单价', 'decimal', false, { en: 'without tax', zh: '不含税' }),
  column('line.net', '金额', 'amount', true, { en: 'without tax', zh: '不含税' }),
  column('line.rate', '税率', 'rate', true, {
    en: '0.13 or 13%, exempt, notTaxed',
    zh: '0.13 或 13%，免税，不征税',
  }),
  column('line.tax', '税额', 'amount', true),
  column('line.kind', '发票行性质', 'lineKind', false, {
    en: 'normal, discount or discounted; default normal',
    zh: '正常行、折扣行或被折扣行；缺省为正常行',
  }),
  column('totalNet', '合计金额', 'amount', false, {
    en: 'computed when absent, else checked',
    zh: '缺省时计算，填写时校验',
  }),
  column('totalTax', '合计税额', 'amount'),
  column('totalGross', '价税合计', 'amount'),
  column('remark', '备注', 'text'),
  column('drawer', '开票人', 'text'),
];

export const headerOf = ({ name, label }: Column, language: Language): string =>
  language === 'zh' ? label : name;

/** By either name, without regard to case and outer blanks. */
export const COLUMN_BY_HEADER: ReadonlyMap<string, Column> = new Map(
  COLUMNS.flatMap((one) => [
    [one.name.toLowerCase(), one],
    [one.label, one],
  ]),
);
