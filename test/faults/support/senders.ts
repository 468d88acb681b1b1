/**
 * Clients as businesses write them: each wants its invoices issued, remembers what it was told, and asks again, at the
 * other address too, with the same key while it does not know.
 *
 * @module
 */
import { setTimeout as delay } from 'node:timers/promises';
import { newInvoiceBody } from '../../../cli/dist/platform/sample-invoices.js';
import type { FaultWorld } from './fault-world.js';
import type { Attempt, History } from './history.js';

const CALL_MS = 20_000;
const PAUSE_MS = 50;
/** Between two invoices, drawn up to it: shorter than what an invoice takes, and no flood in which whoever starts anew drowns. */
const BREATH_MS = 60;
const SIGN_IN_MS = 120_000;
const SIGN_IN_PAUSE_MS = 250;
/** Problems that leave open whether the request was taken. */
const OPEN = new Set(['ACCEPTANCE_UNKNOWN']);

/** Draws from 0 up to, and without, the bound. */
export type Draw = (bound: number) => number;

export class Senders {
  readonly #world: FaultWorld;
  readonly #history: History;
  readonly #draw: Draw;
  #token: string;
  readonly #running: Promise<void>[] = [];
  #on = true;

  private constructor(world: FaultWorld, history: History, draw: Draw, token: string) {
    this.#world = world;
    this.#history = history;
    this.#draw = draw;
    this.#token = token;
  }

  static async start(world: FaultWorld, history: History, draw: Draw, count: number): Promise<Senders> {
    const senders = new Senders(world, history, draw, await signIn(world, 'issuer'));
    for (let sender = 0; sender < count; sender += 1) senders.#running.push(senders.#send());
    return senders;
  }

  /** Lets each finish what it is at. */
  async stop(): Promise<void> {
    this.#on = false;
    await Promise.all(this.#running);
  }

  #goesOn(): boolean {
    return this.#on;
  }

  async #send(): Promise<void> {
    while (this.#goesOn()) {
      await delay(this.#draw(BREATH_MS));
      const { key, reference } = this.#history.invoke();
      let attempt = await this.#attempt(key, reference);
      // Some give up; their invoice may or may not come to be, once.
      while (attempt.outcome === 'unknown' && this.#draw(4) > 0 && this.#goesOn()) {
        await delay(PAUSE_MS);
        attempt = await this.#attempt(key, reference);
      }
      // An impatient one sends twice what was acknowledged already.
      if (attempt.outcome === 'acknowledged' && this.#draw(5) === 0) await this.#attempt(key, reference);
      if (attempt.number !== undefined && this.#draw(8) === 0) await this.#prove(attempt.number);
    }
  }

  async #attempt(key: string, reference: string): Promise<Omit<Attempt, 'at'>> {
    const attempt = await this.#post(key, reference);
    this.#history.complete(key, attempt);
    return attempt;
  }

  async #post(key: string, reference: string): Promise<Omit<Attempt, 'at'>> {
    let answer: Response;
    let body: { id?: string; number?: string | null; code?: string; invoice?: { id?: string } };
    try {
      answer = await fetch(`${this.#address()}/v1/invoices`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${this.#token}`,
          'idempotency-key': key,
          prefer: `wait=${this.#draw(3)}`,
        },
        body: JSON.stringify({ ...newInvoiceBody(), reference }),
        signal: AbortSignal.timeout(CALL_MS),
      });
      body = (await answer.json()) as typeof body;
    } catch (error) {
      await delay(PAUSE_MS);
      return { outcome: 'unknown', heard: error instanceof Error ? error.message : String(error) };
    }
    // A session ends after a while; nothing was taken.
    if (answer.status === 401) this.#token = await signIn(this.#world, 'issuer');
    const heard = `${answer.status} ${body.code ?? ''}`.trim();
    const id = body.invoice?.id ?? body.id;
    if (answer.status === 201 || answer.status === 202) {
      if (id === undefined) throw new Error(`${heard} names no invoice: ${JSON.stringify(body)}`);
      return { outcome: 'acknowledged', heard, id, ...(body.number ? { number: body.number } : {}) };
    }
    return { outcome: OPEN.has(body.code ?? '') ? 'unknown' : 'failed', heard };
  }

  /** Asks for the bundle; that a gateway is down just now is no matter. */
  async #prove(number: string): Promise<void> {
    const answer = await fetch(`${this.#address()}/v1/invoices/${number}/bundle`, {
      headers: { authorization: `Bearer ${this.#token}` },
      signal: AbortSignal.timeout(CALL_MS),
    }).catch(() => undefined);
    if (answer?.status === 200) this.#history.proven(number, await answer.text());
  }

  #address(): string {
    const { gateways } = this.#world;
    return gateways[this.#draw(gateways.length)]?.url ?? '';
  }
}

/** @returns An access token. */
export async function signIn(world: FaultWorld, role: string): Promise<string> {
  const { account, password } = world.account(role);
  let last: unknown;
  const deadline = performance.now() + SIGN_IN_MS;
  for (let attempt = 0; performance.now() < deadline; attempt += 1) {
    const gateway = world.gateways[attempt % world.gateways.length];
    try {
      const answer = await fetch(`${gateway?.url ?? ''}/v1/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ account, password }),
        signal: AbortSignal.timeout(CALL_MS),
      });
      const body = (await answer.json()) as { accessToken?: string };
      if (body.accessToken !== undefined) return body.accessToken;
      last = `${answer.status} ${JSON.stringify(body)}`;
    } catch (error) {
      last = error;
    }
    await delay(SIGN_IN_PAUSE_MS);
  }
  throw new Error('no session', { cause: last });
}
