/**
 * Amounts in Chinese capitals (价税合计大写), after the rules for filling in payment instruments
 * (支付结算办法, annex 1). Written in one form, read in every lawful one.
 *
 * @module
 */
import { DocumentError } from '../errors/document-error.js';
import { formatAmount, MAX_MINOR, type Minor } from './amount.js';

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
/** Places inside a group of four digits, from the right. */
const PLACES = ['', '拾', '佰', '仟'];
/** Units of the groups, from the right; 10^12 is 万亿. */
const GROUPS = ['', '万', '亿', '万'];
const NEGATIVE = '（负数）';

/** A 零 that a reader may find or miss; the writer leaves it out. */
const MAY_ZERO = '?';

/** @throws {DocumentError} `MALFORMED_AMOUNT` beyond 18 digits. */
export function capitalAmount(minor: Minor): string {
  return patternOf(minor).replaceAll(MAY_ZERO, '');
}

/** Capitals with a mark at each place where the rules allow a 零 or its absence. */
function patternOf(minor: Minor): string {
  const digits = formatAmount(minor).replace('-', '');
  const yuan = digits.slice(0, -3);
  const jiao = Number(digits.at(-2));
  const fen = Number(digits.at(-1));
  const sign = minor < 0n ? NEGATIVE : '';
  const whole = yuan === '0' ? '' : `${wholeYuan(yuan)}圆`;
  if (jiao === 0 && fen === 0) return `${sign}${whole === '' ? '零圆' : whole}整`;
  const cents = `${jiao === 0 ? '' : `${digit(jiao)}角`}${fen === 0 ? '整' : `${digit(fen)}分`}`;
  return sign + whole + (whole === '' ? '' : gapBefore(jiao, yuan)) + cents;
}

/** Between 圆 and what follows: 零 for a missing 角, either way when the last digit of the yuan is 0. */
function gapBefore(jiao: number, yuan: string): string {
  if (jiao === 0) return '零';
  return yuan.endsWith('0') ? MAY_ZERO : '';
}

function wholeYuan(yuan: string): string {
  const padded = yuan.padStart(Math.ceil(yuan.length / 4) * 4, '0');
  const groups = padded.match(/.{4}/g) ?? [];
  let text = '';
  let above = '';
  groups.forEach((group, at) => {
    const unit = groups.length - 1 - at;
    if (group !== '0000') {
      text += (text === '' ? '' : gapBetween(above, group)) + groupText(group) + (GROUPS[unit] ?? '');
    } else if (unit === 2 && text !== '') {
      text += '亿'; // 10^12 is 万亿: the 亿 belongs to both groups
    }
    above = group;
  });
  return text;
}

/** Between groups: 零 when the lower one has a leading zero, either way when the one above ends with 0. */
function gapBetween(above: string, group: string): string {
  if (group.startsWith('0') || above === '0000') return '零';
  return above.endsWith('0') ? MAY_ZERO : '';
}

function groupText(group: string): string {
  let text = '';
  let zeros = false;
  for (let at = 0; at < 4; at += 1) {
    const value = Number(group.charAt(at));
    if (value === 0) {
      zeros = text !== '';
    } else {
      text += (zeros ? '零' : '') + digit(value) + (PLACES[3 - at] ?? '');
      zeros = false;
    }
  }
  return text;
}

function digit(value: number): string {
  return DIGITS.charAt(value);
}

/**
 * Reads 元 for 圆, 正 for 整, 角 without 整, and a 零 wherever the rules leave it free.
 *
 * @throws {DocumentError} `MALFORMED_AMOUNT`
 */
export function parseCapitalAmount(text: string): Minor {
  const plain = text.replace('元', '圆').replace(/正$/, '整');
  const minor = valueOf(plain);
  if (minor === undefined || !readingOf(minor).test(plain)) {
    throw new DocumentError('MALFORMED_AMOUNT', 'amount is not in Chinese capitals');
  }
  return minor;
}

/** Every lawful form of one amount. */
function readingOf(minor: Minor): RegExp {
  const pattern = patternOf(minor).replaceAll(MAY_ZERO, '零?').replace(/角整$/, '角整?');
  return new RegExp(`^${pattern}$`, 'u');
}

const PARTS = /^(（负数）)?(?:([^圆角分整]+)圆)?零?(?:([^圆角分整])角)?(?:([^圆角分整])分)?整?$/u;

/** The amount that a text would mean; whether the text is well written is not asked here. */
function valueOf(text: string): Minor | undefined {
  const parts = PARTS.exec(text);
  if (parts === null) return undefined;
  const [, sign, yuan = '', jiao = '零', fen = '零'] = parts;
  const minor = yuanOf(yuan) * 100n + BigInt(digitOf(jiao) * 10 + digitOf(fen));
  if (minor > MAX_MINOR) return undefined;
  return sign === undefined ? minor : -minor;
}

/** 万 and 亿 multiply what stands before them; a number after them is added. */
function yuanOf(text: string): bigint {
  const [above, below] = splitAt(text, '亿');
  return below === undefined ? smallYuanOf(above) : smallYuanOf(above) * 100_000_000n + smallYuanOf(below);
}

function smallYuanOf(text: string): bigint {
  const [above, below] = splitAt(text, '万');
  return below === undefined ? groupOf(above) : groupOf(above) * 10_000n + groupOf(below);
}

function splitAt(text: string, unit: string): [string, string?] {
  const at = text.indexOf(unit);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function groupOf(text: string): bigint {
  let value = 0;
  let held = 0;
  for (const character of text) {
    const place = PLACES.indexOf(character);
    if (place > 0) {
      value += held * 10 ** place;
      held = 0;
    } else {
      held = digitOf(character);
    }
  }
  return BigInt(value + held);
}

/** A character that is no digit counts as 0: the text then differs from every reading of its value. */
function digitOf(character: string): number {
  return Math.max(0, DIGITS.indexOf(character));
}
