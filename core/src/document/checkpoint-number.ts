/**
 * Numbers of audit checkpoints: letters in front, so that none is ever taken for the number of an invoice.
 *
 * @module
 */
import { DocumentError } from '../errors/document-error.js';

const PREFIX = /^AUDIT[A-Z]{1,12}[0-9]$/;
const SEQUENCE_DIGITS = 9;

/** One each hour fills it in a hundred thousand years. */
export const MAX_CHECKPOINT_SEQUENCE = 10 ** SEQUENCE_DIGITS - 1;

/** @param prefix E.g. `AUDITTAX2`. @returns E.g. `AUDITTAX2-000000057`. @throws {DocumentError} `MALFORMED_NUMBER` */
export function formatCheckpointNumber(prefix: string, sequence: number): string {
  if (!PREFIX.test(prefix)) throw malformed('prefix must be AUDIT, a namespace and a digit');
  if (!Number.isInteger(sequence) || sequence < 1 || sequence > MAX_CHECKPOINT_SEQUENCE)
    throw malformed(`sequence must be 1 to ${MAX_CHECKPOINT_SEQUENCE}`);
  return `${prefix}-${String(sequence).padStart(SEQUENCE_DIGITS, '0')}`;
}

function malformed(detail: string): DocumentError {
  return new DocumentError('MALFORMED_NUMBER', detail);
}
