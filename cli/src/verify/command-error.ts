/** Codes of what keeps a command of the verifier from doing its work; listed in docs/error-codes.md. */
export const COMMAND_ERROR_CODES = [
  'FILE_NOT_WRITABLE',
  'FONT_MISSING',
  'ONE_BUNDLE_NEEDED',
  'PAGE_NOT_BUILT',
] as const;

export type CommandErrorCode = (typeof COMMAND_ERROR_CODES)[number];

/** Nothing that a file under judgement could cause. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    readonly code: CommandErrorCode,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }
}
