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
  NOT_HIDEABLE: { en: 'is no field of this invoice that can be hidden', zh: '不是该发票可隐藏的字段' },
} as const satisfies Readonly<Record<string, Text>>;

export type FaultCode = keyof typeof FAULTS;

/** Forms named in the schemas (the message of a pattern), in words. */
export const FORMS = {
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
  rate: { en: 'a rate such as 0.13, exempt or notTaxed', zh: '税率，如 0.13，或 exempt、notTaxed' },
  text: { en: 'text without control characters, not blank', zh: '不含控制字符且非空白的文本' },
  reference: { en: '1 to 64 characters without control characters', zh: '1 至 64 个字符，不含控制字符' },
  accountName: { en: '1 to 64 letters, digits and . _ @ -', zh: '1 至 64 个字母、数字或 . _ @ -' },
  organizationId: { en: 'the id of an organization, org_…', zh: '机构编号 org_…' },
  password: { en: 'text without control characters', zh: '不含控制字符的文本' },
  secret: { en: 'letters, digits, - and _', zh: '字母、数字、- 和 _' },
  pointer: { en: 'a JSON pointer such as /buyer/taxId', zh: 'JSON 指针，如 /buyer/taxId' },
  integer: { en: 'a whole number', zh: '整数' },
  cursor: { en: 'the nextCursor of an earlier answer', zh: '先前应答给出的 nextCursor' },
} as const satisfies Readonly<Record<string, Text>>;

export type FormName = keyof typeof FORMS;

/** A fault of one place before it gets words. */
export interface Fault {
  /** JSON pointer (RFC 6901) into the body, or `/name` of a query parameter. */
  readonly pointer: string;
  readonly code: string;
  readonly parameters?: Readonly<Record<string, string | number>>;
  /** Words of whoever found it, used when the code is none of `FAULTS`. */
  readonly detail?: string;
}

export function isFaultCode(text: string): text is FaultCode {
  return Object.hasOwn(FAULTS, text);
}
