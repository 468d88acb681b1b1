/**
 * What a conformance case is before it is written to files. Every case says by hand which verdict and which code it
 * must get; the generator refuses to freeze anything else.
 *
 * @module
 */
import type { Verdict } from '@chopmark/core/verify';
import type { Input } from '../read-cases.js';
import type { Case } from '../../../core/verify/cases/world.js';

export interface VerifierCase extends Case {
  /** Default `bundle`. */
  readonly input?: Input;
  /** Default `unknown`. */
  readonly inForce?: Verdict['inForce'];
  /** In place of `profiles`: trust profiles as they lie in files, readable or not. */
  readonly trustFiles?: () => readonly unknown[];
}

/** A folder of cases. */
export interface Part {
  readonly name: string;
  /** Begins the line of each README; ends before a colon. */
  readonly about: string;
  readonly cases: readonly VerifierCase[];
}

export type Row = readonly [when: string, bundle: () => unknown, more?: Partial<VerifierCase>];

/** Cases that share verdict and code. */
export function rows(
  verdict: Verdict['verdict'],
  code: VerifierCase['code'],
  list: readonly Row[],
): VerifierCase[] {
  return list.map(([when, bundle, more]) => ({ when, bundle, verdict, code, ...more }));
}

/** Cases that are valid and in force. */
export function good(list: readonly Row[]): VerifierCase[] {
  return rows('valid', 'STATUS_IN_FORCE', list).map((one) => ({ inForce: 'yes', ...one }));
}
