/**
 * Secrets from files: `NAME_FILE` names a file that holds the value of `NAME`, so that no secret need stand in an
 * environment or a process list.
 *
 * @module
 */
import { readFileSync } from 'node:fs';

/** Variables that may also come as `NAME_FILE`. */
export const SECRET_NAMES = ['DATABASE_URL', 'CHOPMARK_OIDC_CLIENT_SECRET'] as const;

export interface ResolvedSecrets {
  readonly env: NodeJS.ProcessEnv;
  /** One line for each secret that is given twice or whose file cannot be read. */
  readonly faults: readonly string[];
}

/** The environment with `NAME` set wherever `NAME_FILE` was; one line break at the end of a file is left out. */
export function resolveSecrets(env: NodeJS.ProcessEnv): ResolvedSecrets {
  const resolved: NodeJS.ProcessEnv = { ...env };
  const faults: string[] = [];
  for (const name of SECRET_NAMES) {
    const path = env[`${name}_FILE`];
    if (path === undefined || path === '') continue;
    if (env[name] !== undefined) {
      faults.push(`${name}: given beside ${name}_FILE; give one of them`);
      continue;
    }
    try {
      resolved[name] = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    } catch (error) {
      faults.push(`${name}_FILE: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
    }
  }
  return { env: resolved, faults };
}
