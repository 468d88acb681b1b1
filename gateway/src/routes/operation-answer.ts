/** Operations in the language of whoever asks. */
import type { Language } from '../i18n/language.js';
import type { OperationView } from '../invoices/invoice-desk.js';
import type { WaitingView } from '../invoices/waiting.js';
import { writeCause, type WrittenCause } from '../problems/ledger-causes.js';

export interface WrittenWaiting extends Omit<WaitingView, 'causes'> {
  readonly causes: readonly WrittenCause[];
}

export function writeWaiting(waiting: WaitingView, language: Language): WrittenWaiting {
  return { ...waiting, causes: waiting.causes.map((cause) => writeCause(cause, language)) };
}

export function operationAnswer(operation: OperationView, language: Language): object {
  const { waiting } = operation;
  // JSON leaves out what is undefined; for whom it is decides who may read it, and is told to nobody.
  const shown = { ...operation, organizationId: undefined };
  return waiting === undefined ? shown : { ...shown, waiting: writeWaiting(waiting, language) };
}
