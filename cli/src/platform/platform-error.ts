/** Codes of what can keep a platform from starting; listed in docs/error-codes.md. */
export type PlatformErrorCode =
  | 'ALREADY_RUNNING'
  | 'PORT_TAKEN'
  | 'CHILD_FAILED'
  | 'CHILD_SILENT'
  | 'DATABASE_FAILED'
  | 'GATEWAY_NOT_READY'
  | 'SEED_FAILED'
  | 'HOME_NOT_WRITABLE';

/** Something that keeps the platform from running: what happened, and what to do about it. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
  readonly code: PlatformErrorCode;
  readonly advice: string;

  constructor(code: PlatformErrorCode, detail: string, advice: string, options?: ErrorOptions) {
    super(detail, options);
    this.code = code;
    this.advice = advice;
  }
}
