/** A platform's fetch that answers by a script, and remembers what was asked of it. */
import assert from 'node:assert/strict';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

type Step = Response | Error | (() => Promise<Response>);

export class ScriptedFetch {
  readonly asked: Asked[] = [];
  readonly #steps: Step[];

  constructor(...steps: Step[]) {
    this.#steps = steps;
  }

  readonly fetch = async (request: Request): Promise<Response> => {
    const { method, url, headers } = request;
    this.asked.push({ method, path: new URL(url).pathname, headers, body: await request.text() });
    const step = this.#steps.shift();
    assert.ok(step, `nothing is scripted for ${method} ${url}`);
    if (step instanceof Error) throw step;
    return step instanceof Response ? step : step();
  };

  /** Values of a header of the requests, in order. */
  sent(name: string): (string | null)[] {
    return this.asked.map(({ headers }) => headers.get(name));
  }
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
  });
}

export function problem(status: number, code: string, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify({ code, detail: 'words', traceId: 'aa', errors: [] }), {
    status,
    headers: { 'Content-Type': 'application/problem+json', 'X-Request-Id': 'aa', ...headers },
  });
}

/** Retries that do not make a test wait. */
export const QUICK = { firstMs: 1, limitMs: 1 };
