/**
 * How any part of the HTTP side says no.
 *
 * @module
 */
import type { JsonValue } from '@chopmark/core';
import type { Fault } from './faults.js';
import type { ProblemCode } from './catalogue.js';

export interface RefusalOptions extends ErrorOptions {
  /** Values for the `{parameters}` of the text. */
  readonly parameters?: Readonly<Record<string, string | number>>;
  readonly faults?: readonly Fault[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Extension members of the problem (RFC 9457 section 3.2). */
  readonly members?: Readonly<Record<string, JsonValue>>;
}

/** A request that is answered with a problem: expected, safe to show to the caller. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ProblemCode;
  readonly options: RefusalOptions;

  constructor(code: ProblemCode, options: RefusalOptions = {}) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.options = options;
  }
}

/** Most faults that are listed: an answer, and the record of a refused line, stay about as large as what was sent. */
export const MAX_LISTED_FAULTS = 200;

/** @returns A refusal that lists what is wrong; its text counts all, also those beyond the list. */
export function refusalOf(
  code: 'MALFORMED_REQUEST' | 'MALFORMED_QUERY' | 'RULE_VIOLATED' | 'FIELD_NOT_HIDEABLE' | 'PASSWORD_REFUSED',
  faults: readonly Fault[],
  options: RefusalOptions = {},
): Refusal {
  return new Refusal(code, {
    ...options,
    faults: faults.slice(0, MAX_LISTED_FAULTS),
    parameters: { count: faults.length },
  });
}
