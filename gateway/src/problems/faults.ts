/**
 * What can be wrong with one field: codes and words of the entries of `errors`. Rules that core checks bring their
 * own codes (docs/error-codes.md, "Rules of an invoice").
 *
 * @module
 */
import type { Text } from '../i18n/language.js';

export const FAULTS = {
  REQUIRED: { en: 'is missing', zh: '缺少该字段' },
  UNKNOWN_FIELD: { en: 'is not known here', zh: '未知字段' },
  WRONG_TYPE: { en: 'has the wrong type: expected {expected}', zh: '类型错误，应为 {expected}' },
  WRONG_FORM: { en: 'does not have the form: {form}', zh: '格式错误，应为：{form}' },
  NOT_ALLOWED: { en: 'is none of: {allowed}', zh: '取值应为：{allowed}' },
  TOO_SHORT: { en: 'is shorter than {limit} character(s)', zh: '少于 {limit} 个字符' },
  TOO_LONG: { en: 'is longer than {limit} characters', zh: '超过 {limit} 个字符' },
  TOO_FEW: { en: 'has fewer than {limit} entries', zh: '少于 {limit} 项' },
  TOO_MANY: { en: 'has more than {limit} entries', zh: '多于 {limit} 项' },
  TOO_SMALL: { en: 'is below {limit}', zh: '小于 {limit}' },
  TOO_LARGE: { en: 'is above {limit}', zh: '大于 {limit}' },
  TARGET_UNREADABLE: { en: 'is no address', zh: '不是有效地址' },
  TARGET_NOT_HTTPS: { en: 'does not begin with https://', zh: '须以 https:// 开头' },
  TARGET_HAS_PASSWORD: { en: 'holds a user or password', zh: '含有用户名或口令' },
  TARGET_HAS_FRAGMENT: { en: 'holds a fragment', zh: '含有片段标识' },
  TARGET_NOT_PUBLIC: { en: 'leads to an address that webhooks may not call', zh: '指向不允许回调的地址' },
  EXCLUSIVE: { en: 'stands beside another member that means the same', zh: '与另一个同义字段同时出现' },
  TWICE: { en: 'names something twice', zh: '出现重复项' },
  GUESSABLE_PASSWORD: {
    en: 'is among the first that are guessed: common words, runs of a keyboard, or what is known of the account',
    zh: '属于最先被猜中的密码：常见词、键盘序列或与账号有关的内容',
  },
  LINE_TOO_LONG: { en: 'the line is longer than {limit} bytes', zh: '该行超过 {limit} 字节' },
  ISSUED_IN_FUTURE: { en: 'lies after today ({today}, Asia/Shanghai)', zh: '晚于今天（{today}，北京时间）' },
  ISSUED_IN_OTHER_YEAR: {
    en: 'lies in another year than today ({today}, Asia/Shanghai)',
    zh: '与今天（{today}，北京时间）不在同一年',
  },
  // Faults of a file, or of a place in it.
  NOT_TEXT: { en: 'the bytes are no text in {encoding}', zh: '不是 {encoding} 编码的文本' },
  ROW_TOO_LONG: {
    en: 'the row is longer than {limit} characters; most likely a closing quote is missing',
    zh: '该行超过 {limit} 个字符，很可能缺少右引号',
  },
  ROW_TOO_WIDE: { en: 'the row has more than {limit} cells', zh: '该行超过 {limit} 个单元格' },
  QUOTE_NOT_CLOSED: { en: 'a quote is opened and never closed', zh: '引号未闭合' },
  STRAY_QUOTE: {
    en: 'a quote stands where none may; a cell with quotes is quoted as a whole and doubles them',
    zh: '引号位置错误；含引号的单元格须整体加引号，内部引号写两遍',
  },
  UNKNOWN_COLUMN: { en: 'no column has this name; see the template', zh: '没有此列名，请参照模板' },
  COLUMN_TWICE: { en: 'the column stands twice', zh: '列重复出现' },
  COLUMN_MISSING: { en: 'the column is missing', zh: '缺少该列' },
  TOO_MANY_CELLS: { en: 'the row has more cells than columns are named', zh: '该行单元格多于列名' },
  HEADER_DIFFERS: {
    en: 'differs from the first row of the same reference',
    zh: '与同一业务单号的首行不一致',
  },
  NUMERIC_CELL: {
    en:
      'is a number, of which a spreadsheet keeps fifteen digits and no zeros in front; format the column as text, then enter it ' +
      'again: the format alone does not bring lost digits back',
    zh: '为数字单元格，表格软件只保留 15 位数字且去掉前导零；请先将列设为文本格式再重新录入，仅改格式不能恢复已丢失的数字',
  },
  DATE_CELL: {
    en: 'was made a date by the spreadsheet; format the column as text, then enter it again',
    zh: '已被表格软件转换为日期；请先将列设为文本格式再重新录入',
  },
  TIME_OF_DAY: {
    en: 'is a date with a time of day; enter the date alone',
    zh: '日期中含有时刻；请只录入日期',
  },
  NO_DAY: {
    en: 'is formatted as a date, and its number is no day of the calendar',
    zh: '为日期格式，但其数值不是日历上的日期',
  },
  SHOWN_OTHERWISE: {
    en:
      'shows another number than it holds: fewer decimals, a percentage, or thousands; round the value itself, or format the ' +
      'cell so that it shows all of it',
    zh: '显示的数值与实际存储的不同（小数位较少、百分比或以千为单位）；请对数值本身取整，或调整格式以完整显示',
  },
  BOOLEAN_CELL: { en: 'is a truth value', zh: '为逻辑值单元格' },
  ERROR_CELL: { en: 'holds an error of the spreadsheet', zh: '为表格错误值' },
  NOT_A_WORKBOOK: { en: 'the file is no XLSX workbook with a sheet', zh: '不是含工作表的 XLSX 工作簿' },
  TOO_MUCH_TEXT: {
    en: 'the workbook has more than {limit} characters of different texts; send CSV instead',
    zh: '工作簿中不同文本超过 {limit} 个字符，请改用 CSV',
  },
  FILE_DAMAGED: { en: 'the file is damaged', zh: '文件已损坏' },
  FILE_ENCRYPTED: { en: 'the file {name} is encrypted', zh: '文件 {name} 已加密' },
  FILES_OVERLAP: { en: 'files of the archive share their bytes', zh: '压缩包中的文件相互重叠' },
  NAME_TWICE: { en: 'the name {name} stands twice in the archive', zh: '压缩包中文件名 {name} 重复' },
  NAME_UNSAFE: { en: 'the archive has a name that leads out of it', zh: '压缩包含有越界的文件名' },
  TOO_MANY_FILES: { en: 'the archive has more than {limit} files', zh: '压缩包文件数超过 {limit}' },
  NOT_XML_FILE: { en: 'is no .xml file', zh: '不是 .xml 文件' },
  NOT_EINVOICE: { en: 'is XML, and no EInvoice', zh: '是 XML，但不是 EInvoice' },
  XML_MALFORMED: {
    en: 'is no well-formed XML in UTF-8 or GB18030',
    zh: '不是格式良好的 UTF-8 或 GB18030 XML',
  },
  XML_DTD: {
    en: 'has a document type or an entity of its own, which is not accepted',
    zh: '含有文档类型或自定义实体，不予接受',
  },
  XML_TOO_DEEP: { en: 'is nested too deeply', zh: '嵌套过深' },
  XML_TOO_LONG: { en: 'has a text or tag that is too long', zh: '含有过长的文本或标签' },
  ELEMENT_TWICE: { en: 'stands twice', zh: '重复出现' },
  ALREADY_ISSUED: {
    en: 'the invoice was issued already: it has a number or a seal',
    zh: '该发票已经开具：已有发票号码或签章',
  },
  REFERENCE_USED: {
    en: 'the seller has used this reference before',
    zh: '销方已使用过此业务单号',
  },
  NOT_HIDEABLE: { en: 'is no field of this invoice that can be hidden', zh: '不是该发票可隐藏的字段' },
} as const satisfies Readonly<Record<string, Text>>;

/** `REFERENCE_USED` within one table. */
export const REFERENCE_CAME_BACK: Text = {
  en: 'stands in row {row} already; rows of one invoice have to follow each other',
  zh: '第 {row} 行已出现此业务单号；同一张发票的各行须相邻',
};

export type FaultCode = keyof typeof FAULTS;

/** Forms named in the schemas (the message of a pattern), in words. */
export const FORMS = {
  url: { en: 'an address that begins with https://', zh: '以 https:// 开头的地址' },
  amount: { en: 'an amount with two decimals such as 1234.50', zh: '两位小数的金额，如 1234.50' },
  date: { en: 'a day of the calendar, yyyy-mm-dd', zh: '日历上的日期 yyyy-mm-dd' },
  taxId: { en: '15 to 20 digits and capital letters', zh: '15 至 20 位数字或大写字母' },
  invoiceNumber: { en: 'twenty digits', zh: '20 位数字' },
  classificationCode: { en: 'nineteen digits', zh: '19 位数字' },
  quantity: {
    en: 'a decimal such as 1.5, no exponent, no superfluous zeros in front',
    zh: '十进制数，如 1.5，不用指数，无多余前导零',
  },
  unitPrice: { en: 'a decimal with at most 13 places', zh: '最多 13 位小数的十进制数' },
  rate: {
    en: 'a rate such as 0.13, exempt or notTaxed',
    zh: '税率，如 0.13；或 exempt、notTaxed（表格中可写 13%、免税、不征税）',
  },
  text: { en: 'text without control characters, not blank', zh: '不含控制字符且非空白的文本' },
  reference: { en: '1 to 64 characters without control characters', zh: '1 至 64 个字符，不含控制字符' },
  accountName: { en: '1 to 64 letters, digits and . _ @ -', zh: '1 至 64 个字母、数字或 . _ @ -' },
  organizationId: { en: 'the id of an organization, org_…', zh: '机构编号 org_…' },
  password: { en: 'text without control characters', zh: '不含控制字符的文本' },
  secret: { en: 'letters, digits, - and _', zh: '字母、数字、- 和 _' },
  pointer: { en: 'a JSON pointer such as /buyer/taxId', zh: 'JSON 指针，如 /buyer/taxId' },
  instant: { en: 'an instant such as 2026-01-01T00:00:00Z', zh: '时刻，如 2026-01-01T00:00:00Z' },
  identifier: { en: 'an id or name of ours', zh: '本系统的编号或名称' },
  integer: { en: 'a whole number', zh: '整数' },
  cursor: { en: 'the nextCursor of an earlier answer', zh: '先前应答给出的 nextCursor' },
} as const satisfies Readonly<Record<string, Text>>;

/** Values of an invoice, in Chinese. */
export const VALUE_WORDS: Readonly<Record<string, string>> = {
  special: '专用发票',
  ordinary: '普通发票',
  normal: '正常行',
  discount: '折扣行',
  discounted: '被折扣行',
};

export type FormName = keyof typeof FORMS;

/** A fault of one place before it gets words. */
export interface Fault {
  /** JSON pointer (RFC 6901) into the body, or `/name` of a query parameter. */
  readonly pointer: string;
  readonly code: string;
  readonly parameters?: Readonly<Record<string, string | number>>;
  /** Where in a file: line or row, name of the column or element, name inside an archive. */
  readonly line?: number;
  readonly column?: string;
  readonly file?: string;
  /** Words other than those that `FAULTS` has for the code. */
  readonly text?: Text;
}

export function isFaultCode(text: string): text is FaultCode {
  return Object.hasOwn(FAULTS, text);
}
