/**
 * What a suite needs from the machine. Missing: the suite is skipped by name; missing although
 * CHOPMARK_REQUIRE (comma-separated: `browser`, `postgres`, `postgres-programs`, `native`, `namespaces`, `openssl`, `poppler`) names it: the suite fails.
 *
 * @module
 */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export type Requirement =
  'browser' | 'postgres' | 'postgres-programs' | 'native' | 'namespaces' | 'openssl' | 'poppler';

/** Skips the running test or hook when `found` is undefined, or throws when the environment requires it. */
export function requireOrSkip<T>(
  context: Mocha.Context,
  requirement: Requirement,
  found: T | undefined,
  advice: string,
): T {
  if (found !== undefined) return found;
  if ((process.env['CHOPMARK_REQUIRE'] ?? '').split(',').includes(requirement)) {
    throw new Error(`${requirement} is required here but missing: ${advice}`);
  }
  context.skip();
}

/** Absolute path of a program on PATH or in `folder`, if there is one. */
export function findProgram(names: readonly string[], folder?: string): string | undefined {
  const folders = [
    ...(folder === undefined ? [] : [folder]),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  for (const name of names) {
    for (const place of folders) {
      const file = join(place, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // not there: look on
      }
    }
  }
  return undefined;
}
