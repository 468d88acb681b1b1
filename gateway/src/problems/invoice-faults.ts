/**
 * Findings of core about an invoice, in words. Core names its codes and says them in English for whoever uses it alone;
 * readers of the gateway get them in their language.
 *
 * @module
 */
import {
  formatAmount,
  LINE_NET_TOLERANCE_MINOR,
  LINE_TAX_TOLERANCE_MINOR,
  MAX_INVOICE_LINES,
  type Finding,
  type FindingCode,
} from '@chopmark/core';
import type { Text } from '../i18n/language.js';
import type { Fault } from './faults.js';

export const INVOICE_FAULTS: Readonly<Record<FindingCode, Text>> = {
  WRONG_TYPE: { en: 'has the wrong type', zh: '类型错误' },
  MISSING_MEMBER: { en: 'is missing', zh: '缺少该字段' },
  UNKNOWN_MEMBER: { en: 'is not known', zh: '未知字段' },
  NOT_ALLOWED: { en: 'has a value that is not allowed', zh: '取值不在允许范围内' },
  MALFORMED_TEXT: {
    en: 'must be readable text without control characters',
    zh: '须为可读文本，不含控制字符',
  },
  TOO_LONG: { en: 'is too long', zh: '超过长度上限' },
  MALFORMED_DATE: { en: 'must be a day as yyyy-mm-dd', zh: '须为 yyyy-mm-dd 格式的日期' },
  MALFORMED_NUMBER: { en: 'must be an invoice number of 20 digits', zh: '须为 20 位发票号码' },
  MALFORMED_TAX_ID: { en: 'must be 15 to 20 digits and capitals', zh: '须为 15 至 20 位数字或大写字母' },
  MALFORMED_CLASSIFICATION: { en: 'must be 19 digits', zh: '须为 19 位数字' },
  MALFORMED_AMOUNT: { en: 'must be yuan with two decimals', zh: '须为保留两位小数的金额（元）' },
  MALFORMED_DECIMAL: {
    en: 'must be a decimal number, a price with 13 decimals at most',
    zh: '须为十进制数，单价最多 13 位小数',
  },
  MALFORMED_RATE: {
    en: 'must be a decimal number, exempt or notTaxed',
    zh: '须为十进制税率，或免税 exempt、不征税 notTaxed',
  },
  LINE_COUNT: { en: 'must be 1 to {lines} lines', zh: '项目行数须为 1 至 {lines}' },
  BUYER_TAX_ID_REQUIRED: {
    en: 'a special invoice names the taxpayer id of its buyer',
    zh: '专用发票须填写购方税号',
  },
  CORRECTS_NOT_ALLOWED: { en: 'a blue invoice corrects nothing', zh: '蓝字发票不得填写被冲红发票' },
  RATE_NOT_IN_FORCE: {
    en: 'the rate is not in force on the day of the invoice',
    zh: '开票日期当日没有此税率',
  },
  LINE_NET_MISMATCH: {
    en: 'differs from quantity × unitPrice by more than {net}',
    zh: '金额与数量 × 单价相差超过 {net}',
  },
  LINE_TAX_MISMATCH: {
    en: 'differs from net × rate by more than {tax}',
    zh: '税额与金额 × 税率相差超过 {tax}',
  },
  LINE_TAX_NOT_ZERO: {
    en: 'a line without tax has tax 0.00',
    zh: '零税率、免税或不征税行的税额须为 0.00',
  },
  AMOUNT_SIGN: {
    en: 'has the wrong sign: quantity, net and tax are negative in a red invoice and on a discount line and nowhere else, a unit price never',
    zh: '正负号错误：红字发票与折扣行的数量、金额、税额为负，其余不得为负；单价不得为负',
  },
  DISCOUNT_WITHOUT_LINE: {
    en: 'a discount line follows the line that it discounts',
    zh: '折扣行须紧跟在被折扣行之后',
  },
  DISCOUNT_MISSING: {
    en: 'a discounted line is followed by its discount line',
    zh: '被折扣行之后须有折扣行',
  },
  DISCOUNT_IN_RED: { en: 'a red invoice has no discount lines', zh: '红字发票不得有折扣行' },
  DISCOUNT_RATE: {
    en: 'a discount has the rate of the line that it discounts',
    zh: '折扣行的税率须与被折扣行相同',
  },
  DISCOUNT_TOO_LARGE: {
    en: 'a discount is not larger than the line that it discounts',
    zh: '折扣额不得大于被折扣行的金额',
  },
  TOTAL_NET_MISMATCH: { en: 'must be the sum of net of the lines', zh: '合计金额须等于各行金额之和' },
  TOTAL_TAX_MISMATCH: { en: 'must be the sum of tax of the lines', zh: '合计税额须等于各行税额之和' },
  TOTAL_GROSS_MISMATCH: {
    en: 'must be totalNet and totalTax together',
    zh: '价税合计须等于合计金额与合计税额之和',
  },
  TAX_ID_CHECK: {
    en: 'does not pass the check of GB 32100',
    zh: '未通过 GB 32100 统一社会信用代码校验',
  },
};

const NUMBERS = {
  net: formatAmount(LINE_NET_TOLERANCE_MINOR),
  tax: formatAmount(LINE_TAX_TOLERANCE_MINOR),
  lines: MAX_INVOICE_LINES,
};

export function invoiceFault({ pointer, code }: Pick<Finding, 'pointer' | 'code'>): Fault {
  return { pointer, code, text: INVOICE_FAULTS[code], parameters: NUMBERS };
}
