/** Codes of what can keep a platform from starting; listed in docs/error-codes.md. */
export const PLATFORM_ERROR_CODES = [
  'ALREADY_RUNNING',
  'CHILD_FAILED',
  'CHILD_SILENT',
  'DATABASE_FAILED',
  'GATEWAY_NOT_READY',
  'HOME_DAMAGED',
  'HOME_NOT_WRITABLE',
  'PORT_TAKEN',
  'SEED_FAILED',
] as const;

export type PlatformErrorCode = (typeof PLATFORM_ERROR_CODES)[number];

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
