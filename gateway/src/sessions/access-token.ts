/**
 * Access tokens: JWT (RFC 7519) signed with ES256. Algorithm, key id, issuer, audience and expiry are checked; no header
 * of a token chooses how it is checked (RFC 8725).
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { Refusal } from '../problems/refusal.js';
import type { SigningKey } from './signing-key.js';
import { VerifiedTokens, type VerifiedToken } from './verified-tokens.js';

export interface AccessTokenOptions {
  readonly key: SigningKey;
  /** Who signs and for whom, e.g. `chopmark:tax`; a token of one gateway is nothing at another. */
  readonly issuer: string;
  readonly lifeSeconds: number;
  readonly now: () => Date;
}

export interface TokenSubject {
  readonly accountId: string;
  readonly sessionId: string;
}

export interface IssuedToken {
  readonly accessToken: string;
  /** RFC 3339 UTC. */
  readonly expiresAt: string;
}

const ALGORITHM = 'ES256';

export class AccessTokens {
  readonly #options: AccessTokenOptions;
  readonly #verified = new VerifiedTokens();

  constructor(options: AccessTokenOptions) {
    this.#options = options;
  }

  /** @param notAfter End of the session: its tokens do not outlive it. */
  issue({ accountId, sessionId, notAfter }: TokenSubject & { readonly notAfter: Date }): IssuedToken {
    const { key, issuer, lifeSeconds } = this.#options;
    const issuedAt = this.#seconds();
    const expiresAt = Math.min(issuedAt + lifeSeconds, Math.floor(notAfter.getTime() / 1000));
    const claims = {
      iss: issuer,
      aud: issuer,
      sub: accountId,
      sid: sessionId,
      jti: randomUUID(),
      iat: issuedAt,
      exp: expiresAt,
    };
    const accessToken = jwt.sign(claims, key.privateKey, { algorithm: ALGORITHM, keyid: key.kid });
    return { accessToken, expiresAt: new Date(expiresAt * 1000).toISOString() };
  }

  /**
   * @returns Account and session; whether they still count is for the database to say (principals.ts).
   * @throws {Refusal} `TOKEN_EXPIRED`, `TOKEN_INVALID`
   */
  verify(token: string): TokenSubject {
    const known = this.#verified.find(token, this.#seconds());
    if (known !== undefined) return known;
    const verified = this.#verifySignature(token);
    this.#verified.remember(token, verified);
    return verified;
  }

  #verifySignature(token: string): VerifiedToken {
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
    if (header.kid !== key.kid || typeof payload === 'string') throw new Refusal('TOKEN_INVALID');
    const { sub: accountId, sid: sessionId, exp } = payload as jwt.JwtPayload & { readonly sid?: unknown };
    if (typeof accountId !== 'string' || typeof sessionId !== 'string' || typeof exp !== 'number')
      throw new Refusal('TOKEN_INVALID');
    return { accountId, sessionId, exp };
  }

  #seconds(): number {
    return Math.floor(this.#options.now().getTime() / 1000);
  }
}
