import { type Verdict, errorVerdict } from './verdict.js';
import type { InputCode } from './finding-codes.js';

/** Why a file, folder or archive cannot be read. */
export type InputFault = InputCode | 'BUNDLE_TOO_LARGE' | 'BUNDLE_UNREADABLE';

/** On the way to a bundle: there is nothing that could be judged. For programs that read files and archives. */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(
    readonly code: InputFault,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }
}

/**
 * The verdict on something that could not be read.
 *
 * @param label Names the file in the detail.
 * @throws The error itself unless it is an `InputError`.
 */
export function verdictOnInput(error: unknown, label: string): Verdict {
  if (!(error instanceof InputError)) throw error;
  return errorVerdict(error.code, `${label}: ${error.message}`);
}
