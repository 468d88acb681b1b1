/** Findings about a document: everything that is wrong at once, each with its place and a code that stays. */
import { escapeToken } from '../encoding/json-pointer.js';
import type { JsonObject } from '../encoding/json-value.js';

/**
 * Every code. `form` faults are about one value and its form (HTTP 400), `rule` faults about what
 * values say together (422), warnings stop nobody.
 */
export const INVOICE_FINDINGS = {
  WRONG_TYPE: 'form',
  MISSING_MEMBER: 'form',
  UNKNOWN_MEMBER: 'form',
  NOT_ALLOWED: 'form',
  MALFORMED_TEXT: 'form',
  TOO_LONG: 'form',
  MALFORMED_DATE: 'form',
  MALFORMED_NUMBER: 'form',
  MALFORMED_TAX_ID: 'form',
  MALFORMED_CLASSIFICATION: 'form',
  MALFORMED_AMOUNT: 'form',
  MALFORMED_DECIMAL: 'form',
  MALFORMED_RATE: 'form',
  LINE_COUNT: 'form',
  BUYER_TAX_ID_REQUIRED: 'rule',
  CORRECTS_NOT_ALLOWED: 'rule',
  RATE_NOT_IN_FORCE: 'rule',
  LINE_NET_MISMATCH: 'rule',
  LINE_TAX_MISMATCH: 'rule',
  LINE_TAX_NOT_ZERO: 'rule',
  AMOUNT_SIGN: 'rule',
  DISCOUNT_WITHOUT_LINE: 'rule',
  DISCOUNT_MISSING: 'rule',
  DISCOUNT_IN_RED: 'rule',
  DISCOUNT_RATE: 'rule',
  DISCOUNT_TOO_LARGE: 'rule',
  TOTAL_NET_MISMATCH: 'rule',
  TOTAL_TAX_MISMATCH: 'rule',
  TOTAL_GROSS_MISMATCH: 'rule',
  TAX_ID_CHECK: 'warning',
} as const;

export type FindingCode = keyof typeof INVOICE_FINDINGS;

export interface Finding {
  /** JSON pointer of the value at fault; of a missing one, where it should stand. */
  readonly pointer: string;
  readonly code: FindingCode;
  /** English, names no value of the document. */
  readonly detail: string;
  readonly severity: 'error' | 'warning';
}

/** Collects findings. */
export class Findings {
  readonly list: Finding[] = [];

  add(pointer: string, code: FindingCode, detail: string): void {
    const severity = INVOICE_FINDINGS[code] === 'warning' ? 'warning' : 'error';
    this.list.push({ pointer, code, detail, severity });
  }

  get hasErrors(): boolean {
    return this.list.some(({ severity }) => severity === 'error');
  }
}

/** Finds what is wrong with the form of one member. */
export type MemberForm = (value: unknown, pointer: string, findings: Findings) => void;

/** Members of an object: each with its form and whether it must be there. */
export type Shape = { readonly [name: string]: { readonly form: MemberForm; readonly optional?: true } };

/** Finds unknown and missing members, and faults of the others; no member of a prototype counts. */
export function checkShape(value: JsonObject, shape: Shape, pointer: string, findings: Findings): void {
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(shape, name))
      findings.add(`${pointer}/${escapeToken(name)}`, 'UNKNOWN_MEMBER', 'member is not known');
  }
  for (const [name, { form, optional }] of Object.entries(shape)) {
    if (Object.hasOwn(value, name)) form(value[name], `${pointer}/${name}`, findings);
    else if (optional !== true) findings.add(`${pointer}/${name}`, 'MISSING_MEMBER', `${name} is missing`);
  }
}
