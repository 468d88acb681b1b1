/**
 * Tokens whose signature was found good: the same one comes with each request of a caller, and checking a signature is
 * the dearest part of it. Only signature, issuer and audience are remembered, which cannot change; expiry is compared
 * every time, and whether session and account still count is asked of the database every time (principals.ts).
 *
 * @module
 */
import { createHash } from 'node:crypto';

import type { TokenSubject } from './access-token.js';

export interface VerifiedToken extends TokenSubject {
  /** Seconds since 1970. */
  readonly exp: number;
}

/** About 300 bytes each. */
const MAX_TOKENS = 10_000;

export class VerifiedTokens {
  readonly #byDigest = new Map<string, VerifiedToken>();
  readonly #max: number;

  constructor(max = MAX_TOKENS) {
    this.#max = max;
  }

  /** @param nowSeconds Since 1970. @returns `undefined` for one that has to be verified, an expired one included. */
  find(token: string, nowSeconds: number): VerifiedToken | undefined {
    const digest = digestOf(token);
    const known = this.#byDigest.get(digest);
    if (known === undefined || nowSeconds < known.exp) return known;
    this.#byDigest.delete(digest);
    return undefined;
  }

  /** The one that has been here longest makes room. */
  remember(token: string, verified: VerifiedToken): void {
    for (const oldest of this.#byDigest.keys()) {
      if (this.#byDigest.size < this.#max) break;
      this.#byDigest.delete(oldest);
    }
    this.#byDigest.set(digestOf(token), verified);
  }
}

/** What is kept opens no door. */
function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
