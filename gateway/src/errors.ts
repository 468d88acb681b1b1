/**
 * Errors of the gateway's own; refusals of the ledger are `LedgerError` (core).
 *
 * @module
 */

/** Nobody could be asked (database, ledger); nothing was changed. HTTP 503 with Retry-After. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
  /** Which part is away: `database`, `ledger`, `pipeline`, `identity provider`. */
  readonly part: string;

  constructor(part: string, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.part = part;
  }
}

/** The database went away between a commit and its answer: whether the request was accepted is not known. HTTP 503. */
export class AcceptanceUnknownError extends Error {
  override readonly name = 'AcceptanceUnknownError';
}
