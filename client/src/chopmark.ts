/**
 * One gateway, as one account.
 *
 * @module
 */
import type { Client } from 'openapi-fetch';
import { Invoices } from './calls/invoices.js';
import { Operations } from './calls/operations.js';
import { Verification } from './calls/verification.js';
import { Webhooks } from './calls/webhooks.js';
import { Wire } from './calls/wire.js';
import type { paths } from './generated/api.js';
import { GivenToken, SignedIn, type Credentials } from './session.js';
import { RETRY, type RetryOptions } from './transport/patience.js';
import { Transport } from './transport/transport.js';

export interface ChopmarkOptions {
  /** Address of the gateway, `https://gateway.example`. */
  readonly baseUrl: string;
  /** Absent: only what needs no account. */
  readonly credentials?: Credentials;
  /** In which language problems are told; the codes are the same. */
  readonly language?: 'en' | 'zh';
  /** For each call, its retries included; a minute unless said. */
  readonly timeoutMs?: number;
  readonly retry?: Partial<RetryOptions>;
  /** Sent with every request; called for each: a `traceparent` for one. */
  readonly headers?: () => Readonly<Record<string, string>>;
  /** Instead of the platform's. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

const TIMEOUT_MS = 60_000;

export class Chopmark {
  readonly invoices: Invoices;
  readonly operations: Operations;
  readonly verification: Verification;
  readonly webhooks: Webhooks;
  /** Every route, typed by the OpenAPI document: what has no method above. Answers of failure are thrown. */
  readonly api: Client<paths>;

  constructor(options: ChopmarkOptions) {
    const { credentials, language, headers, timeoutMs = TIMEOUT_MS } = options;
    const base = new URL(options.baseUrl).href.replace(/\/+$/, '');
    const nobody = {
      fetch: options.fetch ?? ((request: Request) => fetch(request)),
      retry: { ...RETRY, ...options.retry },
      timeoutMs,
      headers: () => ({ ...(language && { 'Accept-Language': language }), ...headers?.() }),
    };
    const identity = credentials && identityOf(credentials, new Transport(nobody).bare(), base);
    const wire = new Wire(new Transport({ ...nobody, ...(identity && { identity }) }), base);
    this.api = wire.api;
    this.operations = new Operations(wire);
    this.invoices = new Invoices(wire, this.operations);
    this.verification = new Verification(wire);
    this.webhooks = new Webhooks(wire);
  }
}

function identityOf(credentials: Credentials, transport: Transport, base: string): GivenToken | SignedIn {
  return 'token' in credentials
    ? new GivenToken(credentials.token)
    : new SignedIn(transport, base, credentials.account, credentials.password);
}
