/**
 * What the contract is told about its deployment: the same at every honest
 * endorser, checked by `start-up.ts` before the server listens. An endorser that
 * was told otherwise gives another answer, which the others do not match.
 *
 * @module
 */

export interface Deployment {
  /** SHA-256 of the network's genesis header, lowercase hex. */
  readonly network: string;
  /** SHA-256 of the deployed bundle, lowercase hex. */
  readonly bundle: string;
}

/** Reads `CHOPMARK_NETWORK` and `CHOPMARK_BUNDLE`. */
export function deployment(): Deployment {
  // eslint-disable-next-line no-restricted-globals -- set once before the server starts and vouched for by start-up.ts; not a clock
  const env = process.env;
  return { network: env['CHOPMARK_NETWORK'] ?? '', bundle: env['CHOPMARK_BUNDLE'] ?? '' };
}
