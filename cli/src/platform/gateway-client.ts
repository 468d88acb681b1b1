/**
 * The few calls that the launcher makes of a gateway, over HTTP like everybody else.
 *
 * @module
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { DemoAccount } from './demo-accounts.js';
import { PlatformError } from './platform-error.js';

const CALL_TIMEOUT_MS = 60_000;
const READY_TIMEOUT_MS = 60_000;

export interface IssuedInvoice {
  readonly id: string;
  readonly number: string | null;
  readonly state: string;
}

export class GatewayClient {
  readonly #base: string;
  #token: string | undefined;

  constructor(base: string) {
    this.#base = base;
  }

  /** Resolves when `/readyz` answers 200; rejects with what it last said. */
  async ready(): Promise<void> {
    let last = 'no answer';
    const deadline = performance.now() + READY_TIMEOUT_MS;
    while (performance.now() < deadline) {
      try {
        const answer = await fetch(`${this.#base}/readyz`, { signal: AbortSignal.timeout(5_000) });
        if (answer.ok) return;
        last = await answer.text();
      } catch (error) {
        last = error instanceof Error ? error.message : String(error);
      }
      await delay(100);
    }
    throw new PlatformError(
      'GATEWAY_NOT_READY',
      `${this.#base} is not ready: ${last}`,
      'Its log is in the folder logs of the network kind under CHOPMARK_HOME.',
    );
  }

  async signIn(account: DemoAccount): Promise<void> {
    const session = (await this.#call('POST', '/v1/sessions', {
      account: account.account,
      password: account.password,
    })) as { accessToken: string };
    this.#token = session.accessToken;
  }

  /** Issues with an idempotency key, so that a seed that was cut short can be repeated. */
  async issue(body: unknown, key: string): Promise<IssuedInvoice> {
    return (await this.#call('POST', '/v1/invoices', body, {
      'idempotency-key': key,
      prefer: 'wait=30',
    })) as IssuedInvoice;
  }

  async invoice(id: string): Promise<IssuedInvoice> {
    return (await this.#call('GET', `/v1/invoices/${id}`)) as IssuedInvoice;
  }

  async bundle(number: string): Promise<unknown> {
    return this.#call('GET', `/v1/invoices/${number}/bundle`);
  }

  async trust(): Promise<unknown> {
    return this.#call('GET', '/.well-known/chopmark-trust.json');
  }

  async #call(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<unknown> {
    const answer = await fetch(this.#base + path, {
      method,
      headers: {
        accept: 'application/json, application/problem+json, application/vnd.chopmark.bundle+json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    });
    const text = await answer.text();
    if (!answer.ok)
      throw new PlatformError(
        'SEED_FAILED',
        `${method} ${path} answered ${answer.status}: ${text.slice(0, 500)}`,
        'Start again: what was issued stays, the rest follows.',
      );
    return JSON.parse(text) as unknown;
  }
}
