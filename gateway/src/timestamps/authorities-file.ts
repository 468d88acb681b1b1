/**
 * Roots of a timestamp authority beside those of the trust profile: a file of PEM certificates.
 *
 * @module
 */
import { readFileSync } from 'node:fs';

import type { TimestampAuthority } from '@chopmark/core/timestamps';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** @throws {Error} When the file cannot be read or holds no certificate. */
export function readAuthority(path: string): TimestampAuthority {
  const roots = readFileSync(path, 'utf8').match(CERTIFICATE) ?? [];
  if (roots.length === 0) throw new Error(`${path} holds no certificate`);
  return {
    name: 'configured authority',
    roots: roots.map((pem) => `${pem}\n`),
    intermediates: [],
    revocationLists: [],
  };
}
