/**
 * Refusals of the ledger. A contract can hand back nothing but a string, so a refusal survives as
 * text; writer and reader of that text are this module.
 *
 * @module
 */

/** HTTP status of each refusal; the map doubles as the list of codes. */
export const LEDGER_ERROR_STATUS = {
  MALFORMED_ARGUMENT: 400,
  NOT_PERMITTED: 403,
  ROLE_NOT_FOUND: 404,
  SERIES_NOT_FOUND: 404,
  BATCH_NOT_FOUND: 404,
  ROLE_EXISTS: 409,
  ROLE_REVOKED: 409,
  SERIES_EXISTS: 409,
  SERIES_CLOSED: 409,
  PREFIX_TAKEN: 409,
  BATCH_CONFLICT: 409,
  BATCH_OUT_OF_ORDER: 409,
  BATCH_ANCHORED: 409,
  SEQUENCE_MISMATCH: 409,
  CLOCK_NOT_SET: 409,
  CLOCK_TOO_SOON: 409,
  CLOCK_DISAGREES: 409,
  KIND_NOT_ALLOWED: 422,
  PREFIX_NOT_ALLOWED: 422,
  SUITE_NOT_SUPPORTED: 422,
  ROOT_MISMATCH: 422,
} as const;

export type LedgerErrorCode = keyof typeof LEDGER_ERROR_STATUS;

const TAG = /\[([A-Z][A-Z0-9_]*)\] /g;

/** A refusal by a ledger rule: expected, safe to show to the caller. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  readonly code: LedgerErrorCode;

  constructor(code: LedgerErrorCode, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.code = code;
  }

  /** Text form for the contract boundary: `[SERIES_CLOSED] series 25001-main is closed`. */
  toWire(): string {
    return `[${this.code}] ${this.message}`;
  }

  /** @returns The refusal inside a peer's message; `undefined` when it carries none of our codes. */
  static fromWire(text: string): LedgerError | undefined {
    for (const tag of text.matchAll(TAG)) {
      const code = tag[1] ?? '';
      if (isLedgerErrorCode(code)) return new LedgerError(code, text.slice(tag.index + tag[0].length));
    }
    return undefined;
  }
}

function isLedgerErrorCode(text: string): text is LedgerErrorCode {
  return Object.hasOwn(LEDGER_ERROR_STATUS, text);
}
