/**
 * Errors of the gateway's own; refusals of the ledger are `LedgerError` (core).
 *
 * @module
 */

import type { LedgerCause } from './ledger/causes.js';

export interface UnavailableOptions extends ErrorOptions {
  /** What the ledger's organizations said, for callers; the error itself is for the log. */
  readonly causes?: readonly LedgerCause[];
}

/** Nobody could be asked (database, ledger); nothing was changed. HTTP 503 with Retry-After. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
  /** Which part is away: `database`, `ledger`, `pipeline`, `identity provider`. */
  readonly part: string;
  readonly causes: readonly LedgerCause[];

  constructor(part: string, detail: string, options: UnavailableOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.part = part;
    this.causes = options.causes ?? [];
  }
}

/** The database went away between a commit and its answer: whether the request was accepted is not known. HTTP 503. */
export class AcceptanceUnknownError extends Error {
  override readonly name = 'AcceptanceUnknownError';
}
