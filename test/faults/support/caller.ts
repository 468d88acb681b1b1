/** Calls of one account of the demonstration, as a program of its owner would make them. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { newInvoiceBody } from '../../../cli/dist/platform/sample-invoices.js';
import type { FaultWorld } from './fault-world.js';
import type { History } from './history.js';
import { signIn } from './senders.js';

const SETTLE_MS = 120_000;
const CALL_MS = 120_000;

export interface Answer {
  readonly status: number;
  readonly body: AnswerBody;
}

export interface AnswerBody {
  readonly [member: string]: unknown;
  readonly id: string;
  readonly code?: string;
  readonly number?: string | null;
  readonly state?: string;
  readonly documentHash?: string | null;
  readonly items?: readonly AnswerBody[];
  readonly nextCursor?: string | null;
}

/** An invoice with its place on the ledger. */
export interface Anchored {
  readonly id: string;
  readonly number: string;
  readonly documentHash: string;
}

/** What was acknowledged with 202. */
export interface Accepted {
  readonly key: string;
  readonly id: string;
}

interface Request {
  /** Bytes or text as they are, anything else as JSON. */
  readonly body?: unknown;
  /** Instead of a body: one that is sent as it comes. */
  readonly pieces?: AsyncIterable<Uint8Array>;
  /** Which gateway, counted round and round. */
  readonly at?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export class Caller {
  readonly #world: FaultWorld;
  readonly #token: string;

  private constructor(world: FaultWorld, token: string) {
    this.#world = world;
    this.#token = token;
  }

  static async as(world: FaultWorld, role: string): Promise<Caller> {
    return new Caller(world, await signIn(world, role));
  }

  async call(
    method: string,
    path: string,
    { body, pieces, at = 0, headers = {} }: Request = {},
  ): Promise<Answer> {
    const isRaw = typeof body === 'string' || body instanceof Uint8Array;
    const { gateways } = this.#world;
    const ask = () =>
      fetch(`${gateways[at % gateways.length]?.url ?? ''}${path}`, {
        method,
        signal: AbortSignal.timeout(CALL_MS),
        headers: {
          authorization: `Bearer ${this.#token}`,
          ...(body !== undefined && !isRaw && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: isRaw ? Buffer.from(body) : JSON.stringify(body) }),
        // Node's fetch takes what is iterated; its types know the browser's bodies only.
        ...(pieces !== undefined && { body: pieces as unknown as BodyInit, duplex: 'half' }),
      });
    // A connection of before a kill breaks when it is used again; a question, or what carries a key, may be sent twice.
    const isRepeatable = method === 'GET' || (pieces === undefined && 'idempotency-key' in headers);
    const answer = await (isRepeatable ? ask().catch(ask).catch(ask) : ask());
    const text = await answer.text();
    const isJson = /[/+]json/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, body: (isJson ? JSON.parse(text) : { text }) as AnswerBody };
  }

  /** As `call`, and refuses every other status. */
  async expect(status: number, method: string, path: string, request: Request = {}): Promise<AnswerBody> {
    const answer = await this.call(method, path, request);
    assert.equal(answer.status, status, `${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Issues one of the history's, and waits for its number. */
  async issue(history: History): Promise<Anchored> {
    const { key, reference } = history.invoke();
    const accepted = await this.#post(key, reference, 20);
    const anchored = await this.settle(accepted.id);
    history.complete(key, {
      outcome: 'acknowledged',
      heard: '201',
      id: anchored.id,
      number: anchored.number,
    });
    return anchored;
  }

  /** Has one of the history's accepted, and does not wait. */
  async accept(history: History): Promise<Accepted> {
    const { key, reference } = history.invoke();
    const { id } = await this.#post(key, reference, 0);
    history.complete(key, { outcome: 'acknowledged', heard: '202', id });
    return { key, id };
  }

  /** Waits for the number of one that was accepted. */
  async hearNumber(history: History, { key, id }: Accepted): Promise<Anchored> {
    const anchored = await this.settle(id);
    history.complete(key, { outcome: 'acknowledged', heard: '200', id, number: anchored.number });
    return anchored;
  }

  /** Waits until it has its number. */
  async settle(id: string): Promise<Anchored> {
    const deadline = performance.now() + SETTLE_MS;
    for (;;) {
      const invoice = await this.expect(200, 'GET', `/v1/invoices/${id}`);
      const { number, documentHash } = invoice;
      if (number && documentHash) return { id: invoice.id, number, documentHash };
      assert.ok(performance.now() < deadline, `not anchored: ${JSON.stringify(invoice)}`);
      await delay(50);
    }
  }

  async #post(key: string, reference: string, wait: number): Promise<{ readonly id: string }> {
    const { status, body } = await this.call('POST', '/v1/invoices', {
      body: { ...newInvoiceBody(), reference },
      headers: { 'idempotency-key': key, prefer: `wait=${wait}` },
    });
    assert.ok(status === 201 || status === 202, `${status} ${JSON.stringify(body)}`);
    return (body['invoice'] as { id: string } | undefined) ?? body;
  }
}
