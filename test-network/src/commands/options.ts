/** Options that several commands share. */
import type { NetworkKind } from '../description.js';
import { UsageError } from './tell.js';

const FIRST_PORT = 1;
const LAST_BASE = 65_000;

/** @throws {UsageError} */
export function requireHome(home: string | undefined, usage: string): string {
  if (home === undefined || home === '') throw new UsageError(usage);
  return home;
}

/** @throws {UsageError} */
export function requireKind(kind: string, usage: string): NetworkKind {
  if (kind !== 'embedded' && kind !== 'native') throw new UsageError(usage);
  return kind;
}

/** @throws {UsageError} */
export function portBaseFrom(text: string | undefined, usage: string): { readonly portBase?: number } {
  if (text === undefined) return {};
  const portBase = Number(text);
  if (!Number.isSafeInteger(portBase) || portBase < FIRST_PORT || portBase >= LAST_BASE)
    throw new UsageError(usage);
  return { portBase };
}
