import type { InputCode } from '@chopmark/core/verify';

/** Why a file, folder or archive cannot be read. */
export type InputFault = InputCode | 'BUNDLE_TOO_LARGE' | 'BUNDLE_UNREADABLE';

/** Not a verdict on a document: there is nothing that could be judged. */
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

/** An error of the file system in words. */
export function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EACCES') return 'may not be read';
  return error instanceof Error ? error.message : 'unreadable';
}
