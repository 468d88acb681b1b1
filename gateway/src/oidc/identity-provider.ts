/**
 * The identity provider, by OpenID Connect: authorization code flow with PKCE (RFC 7636), state and nonce.
 *
 * @module
 */
import * as client from 'openid-client';
import { UnavailableError } from '../errors.js';
import type { OidcConfig } from '../config.js';
import { Refusal } from '../problems/refusal.js';

/** What binds the answer to the question; kept here while the person is at the provider. */
export interface LoginChecks {
  readonly state: string;
  readonly nonce: string;
  /** PKCE code verifier. */
  readonly verifier: string;
}

export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** A port: tests of routes have a provider of their own. */
export interface IdentityProvider {
  readonly issuer: string;
  /** Where the browser goes. Rejects with `UnavailableError` (`identity provider`). */
  begin(checks: LoginChecks): Promise<URL>;
  /**
   * @param query Of the address at which the browser came back.
   * @throws {Refusal} `OIDC_LOGIN_FAILED` when the answer does not belong to the question, or the person was refused there
   */
  finish(query: string, checks: LoginChecks): Promise<Identity>;
}

const PATIENCE_SECONDS = 10;

export class OidcProvider implements IdentityProvider {
  readonly #config: OidcConfig;
  readonly #redirectUri: string;
  #discovered: client.Configuration | undefined;

  /** @param publicUrl Address of this gateway. */
  constructor(config: OidcConfig, publicUrl: string) {
    this.#config = config;
    this.#redirectUri = `${publicUrl}/v1/oidc/callback`;
  }

  get issuer(): string {
    return this.#config.issuer;
  }

  async begin({ state, nonce, verifier }: LoginChecks): Promise<URL> {
    const configuration = await this.#configuration();
    return client.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#redirectUri,
      scope: 'openid',
      response_type: 'code',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
  }

  async finish(query: string, { state, nonce, verifier }: LoginChecks): Promise<Identity> {
    const configuration = await this.#configuration();
    const came = new URL(`${this.#redirectUri}${query}`);
    try {
      const tokens = await client.authorizationCodeGrant(configuration, came, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Refusal('OIDC_LOGIN_FAILED');
      return { issuer: claims.iss, subject: claims.sub };
    } catch (cause) {
      if (cause instanceof Refusal || isSilence(cause)) throw cause instanceof Refusal ? cause : away(cause);
      throw new Refusal('OIDC_LOGIN_FAILED', { cause });
    }
  }

  /** Found at the first question, so that a provider that is away does not keep the gateway from starting. */
  async #configuration(): Promise<client.Configuration> {
    if (this.#discovered !== undefined) return this.#discovered;
    const { issuer, clientId, clientSecret } = this.#config;
    try {
      const found = await client.discovery(new URL(issuer), clientId, clientSecret, undefined, {
        timeout: PATIENCE_SECONDS,
        // Plain http is for a provider on this machine; production refuses it.
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to stand out
        execute: issuer.startsWith('http://') ? [client.allowInsecureRequests] : [],
      });
      this.#discovered = found;
      return found;
    } catch (cause) {
      throw away(cause);
    }
  }
}

function away(cause: unknown): UnavailableError {
  return new UnavailableError('identity provider', 'the identity provider gave no usable answer', { cause });
}

/** No connection, or no answer in time; anything that was answered is judged. */
function isSilence(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError');
}
