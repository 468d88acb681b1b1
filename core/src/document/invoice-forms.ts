/** Forms of an invoice's values, one by one (domain limits of the bureau's interface; the rest are ours). */
import { isJsonObject } from '../encoding/json-value.js';
import { isAmount } from '../money/amount.js';
import { isDecimal, parseDecimal } from '../money/decimal.js';
import { PRICE_PLACES } from '../money/tax.js';
import { isCalendarDay } from './calendar-day.js';
import { checkShape, type FindingCode, type Findings, type MemberForm, type Shape } from './findings.js';
import { checkUscc } from './uscc.js';
import { isRateWord } from './vat-rates.js';

// eslint-disable-next-line no-control-regex -- controls are what has to be found
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/;

/** Marks that turn the direction of writing or break lines, and halves of pairs: they make one name look like another. */
const DISGUISES = /[\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]/u;

/** Text of one line that is not blank; `most` counts UTF-16 code units. */
function text(most: number): MemberForm {
  return form((value) => {
    if (value.length > most) return ['TOO_LONG', `must be ${most} characters at most`];
    if (value.trim() === '' || CONTROLS.test(value) || DISGUISES.test(value))
      return ['MALFORMED_TEXT', 'must be readable text without control characters'];
    return undefined;
  });
}

/** As `text`, with line feeds. */
function linesOfText(most: number): MemberForm {
  const line = text(most);
  return (value, pointer, findings) =>
    line(typeof value === 'string' ? value.replaceAll('\n', ' ') : value, pointer, findings);
}

function matching(pattern: RegExp, code: FindingCode, wanted: string): MemberForm {
  return form((value) => (pattern.test(value) ? undefined : [code, `must be ${wanted}`]));
}

function oneOf(...choices: readonly string[]): MemberForm {
  return form((value) =>
    choices.includes(value) ? undefined : ['NOT_ALLOWED', `must be ${choices.join(' or ')}`],
  );
}

/** A form of text: answers what is wrong, if anything. */
function form(faultOf: (value: string) => [FindingCode, string] | undefined): MemberForm {
  return (value, pointer, findings) => {
    const fault: [FindingCode, string] | undefined =
      typeof value === 'string' ? faultOf(value) : ['WRONG_TYPE', 'must be text'];
    if (fault !== undefined) findings.add(pointer, ...fault);
  };
}

function object(shape: Shape): MemberForm {
  return (value, pointer, findings) => {
    if (isJsonObject(value)) checkShape(value, shape, pointer, findings);
    else findings.add(pointer, 'WRONG_TYPE', 'must be an object');
  };
}

const amount = form((value) =>
  isAmount(value) ? undefined : ['MALFORMED_AMOUNT', 'must be yuan with two decimals'],
);

const day = form((value) =>
  isCalendarDay(value) ? undefined : ['MALFORMED_DATE', 'must be a day as yyyy-mm-dd'],
);

const quantity = form((value) =>
  isDecimal(value) ? undefined : ['MALFORMED_DECIMAL', 'must be a decimal number'],
);

const unitPrice = form((value) =>
  isDecimal(value) && parseDecimal(value).scale <= PRICE_PLACES
    ? undefined
    : ['MALFORMED_DECIMAL', `must be a decimal number with ${PRICE_PLACES} decimals at most`],
);

/** 16 digits, 6 of them decimals: whether it is a rate in force depends on the day. */
const RATE = /^(?:0|[1-9][0-9]{0,9})(?:\.[0-9]{1,6})?$/;

const rate = form((value) =>
  RATE.test(value) || isRateWord(value)
    ? undefined
    : ['MALFORMED_RATE', 'must be a decimal number, exempt or notTaxed'],
);

/** The code of an organization or a person; the check of a code is a warning. */
function taxId(value: unknown, pointer: string, findings: Findings): void {
  if (typeof value !== 'string') findings.add(pointer, 'WRONG_TYPE', 'must be text');
  else if (!/^[0-9A-Z]{15,20}$/.test(value))
    findings.add(pointer, 'MALFORMED_TAX_ID', 'must be 15 to 20 digits and capitals');
  else if (!passesCheck(value)) findings.add(pointer, 'TAX_ID_CHECK', 'does not pass the check of GB 32100');
}

function passesCheck(code: string): boolean {
  const { checkOk, innerOk } = checkUscc(code);
  return checkOk && innerOk;
}

const PARTY: Shape = {
  name: { form: text(300) },
  taxId: { form: taxId },
  address: { form: text(300), optional: true },
  phone: { form: text(60), optional: true },
  bankName: { form: text(300), optional: true },
  bankAccount: { form: text(60), optional: true },
};

const LINE = object({
  name: { form: text(600) },
  classificationCode: {
    form: matching(/^[0-9]{19}$/, 'MALFORMED_CLASSIFICATION', '19 digits'),
    optional: true,
  },
  specification: { form: text(150), optional: true },
  unit: { form: text(20), optional: true },
  quantity: { form: quantity, optional: true },
  unitPrice: { form: unitPrice, optional: true },
  net: { form: amount },
  rate: { form: rate },
  tax: { form: amount },
  kind: { form: oneOf('normal', 'discounted', 'discount') },
});

/** Lines of one invoice at most. */
export const MAX_INVOICE_LINES = 2_000;

function lines(value: unknown, pointer: string, findings: Findings): void {
  if (!Array.isArray(value)) findings.add(pointer, 'WRONG_TYPE', 'must be an array');
  else if (value.length === 0 || value.length > MAX_INVOICE_LINES) {
    findings.add(pointer, 'LINE_COUNT', `must be 1 to ${MAX_INVOICE_LINES} lines`);
  } else value.forEach((line, at) => LINE(line, `${pointer}/${at}`, findings));
}

export const INVOICE_SHAPE: Shape = {
  issuedOn: { form: day },
  currency: { form: oneOf('CNY') },
  letter: { form: oneOf('blue', 'red') },
  corrects: {
    form: matching(/^[0-9]{20}$/, 'MALFORMED_NUMBER', 'an invoice number of 20 digits'),
    optional: true,
  },
  totalNet: { form: amount },
  totalTax: { form: amount },
  totalGross: { form: amount },
  vatKind: { form: oneOf('special', 'ordinary') },
  seller: { form: object(PARTY) },
  buyer: { form: object({ ...PARTY, taxId: { form: taxId, optional: true } }) },
  lines: { form: lines },
  drawer: { form: text(100), optional: true },
  remark: { form: linesOfText(450), optional: true },
  renderer: { form: object({ id: { form: oneOf('chopmark-invoice') }, version: { form: oneOf('1') } }) },
};
