/**
 * Sends requests: keys, retries, time limits, and every refusal as a `ChopmarkError`. Knows no route.
 *
 * @module
 */
import { ChopmarkError, errorFrom } from '../error.js';
import { mayRepeat, newKey, takesKey } from './may-repeat.js';
import { Deadline, pause, waitMs, type RetryOptions } from './patience.js';

/** Of one call. */
export interface CallOptions {
  /** Ends the call; what is thrown then is its `reason`. */
  readonly signal?: AbortSignal;
  /** For the whole call, retries included; of a stream until it begins. */
  readonly timeoutMs?: number;
}

/** Who calls: a token, and another when the gateway no longer takes it. */
export interface Identity {
  token(): Promise<string>;
  /** @returns Whether there is another token to try. */
  renew(refused: string): boolean;
}

export interface TransportOptions {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly retry: RetryOptions;
  readonly timeoutMs: number;
  readonly identity?: Identity;
  /** Sent with every request, a traceparent for one. */
  readonly headers: () => Readonly<Record<string, string>>;
}

/** Answers after which another try may help. */
const TRANSIENT = new Set([429, 500, 502, 503, 504]);
/** Waiting longer is for whoever called. */
const LONGEST_RETRY_AFTER_MS = 60_000;

export class Transport {
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /** The same without retries, time limit and token of its own: for signing in. */
  bare(): Transport {
    const { fetch, timeoutMs, headers } = this.#options;
    return new Transport({ fetch, timeoutMs, headers, retry: { retries: 0, firstMs: 0, limitMs: 0 } });
  }

  /** Resolves with an answer of success whose body has arrived. @throws {ChopmarkError} */
  async send(
    request: Request,
    { signal, timeoutMs = this.#options.timeoutMs }: CallOptions = {},
  ): Promise<Response> {
    const repeatable = mayRepeat(withKey(request));
    return within(new Deadline(signal ?? request.signal, timeoutMs), (deadline) =>
      this.#tryAll({ make: () => request.clone(), repeatable, arrive: arrived }, deadline),
    );
  }

  /**
   * Resolves when an answer of success begins; its body comes as it is read.
   *
   * @param make Makes the request anew for each try: what was streamed once is gone.
   * @param repeatable Whether it can, and may, be sent again.
   */
  async stream(make: () => Request, repeatable: boolean, options: CallOptions = {}): Promise<Response> {
    const { signal, timeoutMs = this.#options.timeoutMs } = options;
    return within(new Deadline(signal, timeoutMs), (deadline) =>
      this.#tryAll({ make, repeatable, arrive: (response) => Promise.resolve(response) }, deadline),
    );
  }

  async #tryAll(sending: Sending, deadline: Deadline): Promise<Response> {
    const { retry, identity } = this.#options;
    let renewed = false;
    for (let tries = 0; ; tries++) {
      const token = identity && (await deadline.within(identity.token()));
      try {
        return await this.#tryOnce(sending, token, deadline);
      } catch (error) {
        if (!(error instanceof ChopmarkError)) throw error;
        if (error.status === 401 && token !== undefined && !renewed && identity?.renew(token) === true) {
          renewed = true;
          continue;
        }
        const wait = waitMs(retry, tries, error.retryAfterMs);
        if (tries >= retry.retries || !isTransient(error, sending.repeatable) || wait > deadline.leftMs)
          throw error;
        await pause(wait, deadline.signal);
      }
    }
  }

  async #tryOnce(
    { make, arrive }: Sending,
    token: string | undefined,
    deadline: Deadline,
  ): Promise<Response> {
    const request = make();
    for (const [name, value] of Object.entries(this.#options.headers())) request.headers.set(name, value);
    if (token !== undefined) request.headers.set('Authorization', `Bearer ${token}`);
    deadline.signal.throwIfAborted();
    let response: Response;
    let text: string;
    try {
      response = await this.#options.fetch(new Request(request, { signal: deadline.signal }));
      if (response.ok || response.status === 304) return await arrive(response);
      text = await response.text();
    } catch (cause) {
      if (deadline.isAborted || deadline.isOver) throw cause;
      throw new ChopmarkError('NO_ANSWER', `${request.method} ${new URL(request.url).origin}`, { cause });
    }
    throw errorFrom(response, text);
  }
}

/** One request, however often it is sent. */
interface Sending {
  readonly make: () => Request;
  readonly repeatable: boolean;
  /** What makes an answer complete. */
  readonly arrive: (response: Response) => Promise<Response>;
}

function withKey(request: Request): Request {
  if (takesKey(request.method, new URL(request.url).pathname) && !request.headers.has('Idempotency-Key'))
    request.headers.set('Idempotency-Key', newKey());
  return request;
}

/** A call that ran out of time says so; one that its caller ended throws the caller's reason. */
async function within(
  deadline: Deadline,
  call: (deadline: Deadline) => Promise<Response>,
): Promise<Response> {
  try {
    return await call(deadline);
  } catch (error) {
    if (deadline.isOver) throw new ChopmarkError('TIMED_OUT', 'no answer in time', { cause: error });
    throw error;
  } finally {
    deadline.clear();
  }
}

/** A refusal before anything was done may always be tried again; no answer, and a fault inside, only what may be repeated. */
function isTransient({ code, status, retryAfterMs = 0 }: ChopmarkError, repeatable: boolean): boolean {
  if (retryAfterMs > LONGEST_RETRY_AFTER_MS) return false;
  if (code === 'NO_ANSWER') return repeatable;
  return status !== undefined && TRANSIENT.has(status) && (repeatable || status === 429);
}

/** The answer with its whole body: one that is cut off on the way counts as none. */
async function arrived(response: Response): Promise<Response> {
  const bytes = await response.arrayBuffer();
  const { status, statusText, headers } = response;
  return new Response(bytes.byteLength === 0 ? null : bytes, { status, statusText, headers });
}
