/**
 * Every problem that this gateway can answer with: the one place where a code gets its HTTP status and its words.
 * Codes are never renamed or reused; `docs/error-codes.md` lists the same ones and a test compares the two.
 * Refusals of the ledger keep their own codes (`LEDGER_ERROR_STATUS` in core).
 *
 * @module
 */
import { ACCESS_PROBLEMS } from './access-problems.js';
import { ACCOUNT_PROBLEMS } from './account-problems.js';
import { AUDIT_PROBLEMS } from './audit-problems.js';
import { ADDRESS_PROBLEMS } from './address-problems.js';
import { PRIVACY_PROBLEMS } from './privacy-problems.js';
import { PROOF_PROBLEMS } from './proof-problems.js';
import { READING_PROBLEMS } from './reading-problems.js';
import { RULE_PROBLEMS } from './rule-problems.js';
import { TROUBLE_PROBLEMS } from './trouble-problems.js';
import { WEBHOOK_PROBLEMS } from './webhook-problems.js';
import type { ProblemKind } from './problem-kind.js';

export const PROBLEMS = {
  ...READING_PROBLEMS,
  ...ACCESS_PROBLEMS,
  ...ACCOUNT_PROBLEMS,
  ...ADDRESS_PROBLEMS,
  ...RULE_PROBLEMS,
  ...PROOF_PROBLEMS,
  ...WEBHOOK_PROBLEMS,
  ...PRIVACY_PROBLEMS,
  ...AUDIT_PROBLEMS,
  ...TROUBLE_PROBLEMS,
} as const satisfies Readonly<Record<string, ProblemKind>>;

export type ProblemCode = keyof typeof PROBLEMS;

export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(PROBLEMS, text);
}
