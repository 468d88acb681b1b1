/**
 * Access tokens: JWT (RFC 7519) signed with ES256. Algorithm, key id, issuer, audience and expiry are checked every
 * time; no header of a token chooses how it is checked (RFC 8725).
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { Refusal } from '../problems/refusal.js';
import type { SigningKey } from './signing-key.js';

export interface AccessTokenOptions {
  readonly key: SigningKey;
  /** Who signs and for whom, e.g. `chopmark:tax`; a token of one gateway is nothing at another. */
  readonly issuer: string;
  readonly lifeSeconds: number;
  readonly now: () => Date;
}

export interface IssuedToken {
  readonly accessToken: string;
  /** RFC 3339 UTC. */
  readonly expiresAt: string;
}

const ALGORITHM = 'ES256';

export class AccessTokens {
  readonly #options: AccessTokenOptions;

  constructor(options: AccessTokenOptions) {
    this.#options = options;
  }

  issue(accountId: string): IssuedToken {
    const { key, issuer, lifeSeconds } = this.#options;
    const issuedAt = this.#seconds();
    const expiresAt = issuedAt + lifeSeconds;
    const claims = {
      iss: issuer,
      aud: issuer,
      sub: accountId,
      jti: randomUUID(),
      iat: issuedAt,
      exp: expiresAt,
    };
    const accessToken = jwt.sign(claims, key.privateKey, { algorithm: ALGORITHM, keyid: key.kid });
    return { accessToken, expiresAt: new Date(expiresAt * 1000).toISOString() };
  }

  /**
   * @returns Id of the account.
   * @throws {Refusal} `TOKEN_EXPIRED`, `TOKEN_INVALID`
   */
  verify(token: string): string {
    const { key, issuer } = this.#options;
    let verified;
    try {
      verified = jwt.verify(token, key.publicKey, {
        algorithms: [ALGORITHM],
        issuer,
        audience: issuer,
        clockTimestamp: this.#seconds(),
        complete: true,
      });
    } catch (cause) {
      throw new Refusal(cause instanceof jwt.TokenExpiredError ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID', {
        cause,
      });
    }
    const { header, payload } = verified;
    const wellFormed =
      typeof payload === 'object' && typeof payload.sub === 'string' && typeof payload.exp === 'number';
    if (header.kid !== key.kid || !wellFormed) throw new Refusal('TOKEN_INVALID');
    return payload.sub ?? '';
  }

  #seconds(): number {
    return Math.floor(this.#options.now().getTime() / 1000);
  }
}
