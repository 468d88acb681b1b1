/**
 * Who calls: a token that the program has, or an account that signs in when needed and stays signed in.
 *
 * @module
 */
import { ChopmarkError } from './error.js';
import type { components } from './generated/api.js';
import type { Identity, Transport } from './transport/transport.js';

type Session = components['schemas']['Session'];

export type Credentials =
  /** An access token or an API key, or where to get one. */
  | { readonly token: string | (() => string | Promise<string>) }
  | { readonly account: string; readonly password: string };

/** Renewed when less is left, so that none expires on its way. */
const MARGIN_MS = 30_000;

/** A token of the program's own: when it is refused, only a function can bring another. */
export class GivenToken implements Identity {
  readonly #token: string | (() => string | Promise<string>);

  constructor(token: string | (() => string | Promise<string>)) {
    this.#token = token;
  }

  async token(): Promise<string> {
    return typeof this.#token === 'string' ? this.#token : this.#token();
  }

  renew(): boolean {
    return typeof this.#token === 'function';
  }
}

/** Signs in with account and password; many calls at once share one session. */
export class SignedIn implements Identity {
  readonly #transport: Transport;
  readonly #base: string;
  readonly #account: string;
  readonly #password: string;
  #session: Session | undefined;
  /** The next session, while it is being asked for: whoever needs it waits for the same one. */
  #coming: Promise<Session> | undefined;

  constructor(transport: Transport, base: string, account: string, password: string) {
    this.#transport = transport;
    this.#base = base;
    this.#account = account;
    this.#password = password;
  }

  async token(): Promise<string> {
    const session = this.#session;
    if (session !== undefined && Date.parse(session.expiresAt) - Date.now() > MARGIN_MS)
      return session.accessToken;
    this.#coming ??= this.#next(session).finally(() => (this.#coming = undefined));
    return (await this.#coming).accessToken;
  }

  renew(refused: string): boolean {
    if (this.#session?.accessToken === refused) this.#session = undefined;
    return true;
  }

  async #next(session: Session | undefined): Promise<Session> {
    this.#session = session === undefined ? await this.#signIn() : await this.#refresh(session);
    return this.#session;
  }

  #signIn(): Promise<Session> {
    return this.#post('/v1/sessions', { account: this.#account, password: this.#password });
  }

  /** A refresh token is good once; when it is not known whether it was used, signing in is the way that is left. */
  async #refresh({ refreshToken }: Session): Promise<Session> {
    if (refreshToken === undefined) return this.#signIn();
    try {
      return await this.#post('/v1/sessions/refresh', { refreshToken });
    } catch (error) {
      if (error instanceof ChopmarkError) return this.#signIn();
      throw error;
    }
  }

  async #post(path: string, body: object): Promise<Session> {
    const request = new Request(`${this.#base}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const response = await this.#transport.send(request);
    return (await response.json()) as Session;
  }
}
