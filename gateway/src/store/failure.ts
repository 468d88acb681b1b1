/**
 * Which failures of PostgreSQL mean that it could not be asked.
 *
 * @module
 */
import { UnavailableError } from '../errors.js';

/** SQLSTATE classes and codes of a server that is away, full or shutting down. */
const AWAY = /^(08|53|57P0|58)/;

const stateOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
};

/** A row itself was refused (data exception, constraint): others may be fine. */
export function isDataFault(error: unknown): boolean {
  return /^(22|23)[0-9A-Z]{3}$/.test(stateOf(error));
}

/** A row with this key is there already. */
export function isUniqueViolation(error: unknown): boolean {
  return stateOf(error) === '23505';
}

/** Two transactions in each other's way; running again is right. */
export function isTransient(error: unknown): boolean {
  return stateOf(error) === '40P01' || stateOf(error) === '40001';
}

/** @returns `UnavailableError('database')` for silence, anything else as it is. */
export function translateDatabaseError(error: unknown): unknown {
  if (error instanceof UnavailableError) return error;
  const state = stateOf(error);
  // Without an SQLSTATE it is the driver's: refused, reset, timed out, terminated.
  const isDriver =
    error instanceof Error &&
    (state === '' || /^E[A-Z]+$/.test(state)) &&
    !(error instanceof TypeError) &&
    !(error instanceof RangeError);
  if (
    !AWAY.test(state) &&
    !(isDriver && /connect|terminat|timeout|ECONN|EPIPE|closed|pool/i.test(`${state} ${error.message}`))
  )
    return error;
  return new UnavailableError('database', 'the database does not answer', { cause: error });
}

/** Runs a database action; silence rejects with `UnavailableError('database')`. */
export async function onDatabase<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw translateDatabaseError(error);
  }
}
