import assert from 'node:assert/strict';
import { Chopmark, ChopmarkError, type NewInvoice } from '@chopmark/client';
import { invoiceBody } from '../support/gateway/invoice-bodies.js';
import { json, problem, QUICK, ScriptedFetch } from '../support/client/scripted-fetch.js';

const INVOICE = invoiceBody() as unknown as NewInvoice;
const ISSUED = { id: 'inv_1', number: '26002000000000000001', state: 'anchored', operationId: 'op_1' };
const CUT = new TypeError('fetch failed');

function gateway(script: ScriptedFetch, options: { timeoutMs?: number; retries?: number } = {}): Chopmark {
  const { timeoutMs, retries = 4 } = options;
  return new Chopmark({
    baseUrl: 'http://gateway.test/',
    credentials: { token: 'token-1' },
    fetch: script.fetch,
    retry: { ...QUICK, retries },
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
}

/** Ends when the signal of the request does, as a fetch under way. */
function hanging(signals: AbortSignal[]): (request: Request) => Promise<Response> {
  return (request) =>
    new Promise((_, reject) => {
      signals.push(request.signal);
      request.signal.addEventListener('abort', () => {
        reject(request.signal.reason as Error);
      });
    });
}

describe('a call of the SDK', () => {
  it('carries token, language and headers of the program', async () => {
    const script = new ScriptedFetch(json(ISSUED));
    const chopmark = new Chopmark({
      baseUrl: 'http://gateway.test',
      credentials: { token: () => Promise.resolve('token-2') },
      language: 'zh',
      headers: () => ({ traceparent: '00-11111111111111111111111111111111-2222222222222222-01' }),
      fetch: script.fetch,
    });

    await chopmark.invoices.get('inv_1');

    assert.deepEqual(script.sent('Authorization'), ['Bearer token-2']);
    assert.deepEqual(script.sent('Accept-Language'), ['zh']);
    assert.match(String(script.sent('traceparent')[0]), /^00-1/);
  });

  for (const [when, first] of [
    ['the network cuts it off', CUT],
    ['the gateway is overloaded', problem(503, 'OVERLOADED', { 'Retry-After': '0' })],
    ['the gateway has a fault', problem(500, 'INTERNAL')],
    ['a limit is reached', problem(429, 'TOO_MANY_REQUESTS', { 'Retry-After': '0' })],
    ['a proxy has nobody behind it', new Response('<html>', { status: 502 })],
  ] as const) {
    it(`is sent again, under the same key, when ${when}`, async () => {
      const script = new ScriptedFetch(first, json(ISSUED, 201));

      const invoice = await gateway(script).invoices.issue(INVOICE);

      assert.equal(invoice.id, 'inv_1');
      const [key, again] = script.sent('Idempotency-Key');
      assert.match(String(key), /^[0-9a-f]{32}$/);
      assert.equal(again, key);
      assert.equal(script.asked[0]?.body, script.asked[1]?.body);
    });
  }

  it('has a key of its own for each call, or the one of the program', async () => {
    const script = new ScriptedFetch(json(ISSUED, 201), json(ISSUED, 201), json(ISSUED, 201));
    const chopmark = gateway(script);

    await chopmark.invoices.issue(INVOICE);
    await chopmark.invoices.issue(INVOICE);
    await chopmark.invoices.issue(INVOICE, { idempotencyKey: 'order-7', waitSeconds: 3 });

    const keys = script.sent('Idempotency-Key');
    assert.notEqual(keys[0], keys[1]);
    assert.equal(keys[2], 'order-7');
    assert.equal(script.sent('Prefer')[2], 'wait=3');
  });

  it('gives a key to typed calls of any route that takes one', async () => {
    const script = new ScriptedFetch(CUT, json(ISSUED, 201));

    await gateway(script).api.POST('/v1/invoices', { body: INVOICE });

    assert.equal(new Set(script.sent('Idempotency-Key')).size, 1);
    assert.ok(script.sent('Idempotency-Key')[0]);
  });

  it('gives up after its retries with the last reason', async () => {
    const script = new ScriptedFetch(CUT, CUT, problem(503, 'UNAVAILABLE'));

    await assert.rejects(gateway(script, { retries: 2 }).invoices.get('inv_1'), {
      code: 'UNAVAILABLE',
      status: 503,
      traceId: 'aa',
    });

    assert.equal(script.asked.length, 3);
  });

  it('is not sent again when it is refused', async () => {
    const script = new ScriptedFetch(problem(422, 'RULE_VIOLATED'));

    await assert.rejects(gateway(script).invoices.issue(INVOICE), { code: 'RULE_VIOLATED', status: 422 });

    assert.equal(script.asked.length, 1);
  });

  it('is not sent again when the gateway asks for longer than a call lasts', async () => {
    const script = new ScriptedFetch(problem(429, 'TOO_MANY_REQUESTS', { 'Retry-After': '900' }));

    await assert.rejects(gateway(script).invoices.get('inv_1'), {
      code: 'TOO_MANY_REQUESTS',
      retryAfterMs: 900_000,
    });

    assert.equal(script.asked.length, 1);
  });

  it('is not sent again when it might happen twice', async () => {
    const script = new ScriptedFetch(CUT);

    await assert.rejects(
      gateway(script).api.POST('/v1/sessions', { body: { account: 'a', password: 'b', refreshBy: 'body' } }),
      { code: 'NO_ANSWER', status: undefined },
    );

    assert.equal(script.asked.length, 1);
  });

  it('says what is no answer of a gateway', async () => {
    const script = new ScriptedFetch(new Response('<h1>hello</h1>', { status: 404 }));

    await assert.rejects(gateway(script).invoices.get('inv_1'), (error) => {
      assert.ok(error instanceof ChopmarkError);
      return error.code === 'UNEXPECTED_ANSWER' && error.status === 404;
    });
  });

  it('ends when its time is over', async () => {
    const signals: AbortSignal[] = [];
    const chopmark = new Chopmark({ baseUrl: 'http://gateway.test', fetch: hanging(signals), timeoutMs: 5 });

    await assert.rejects(chopmark.invoices.get('inv_1'), { code: 'TIMED_OUT' });

    assert.equal(signals[0]?.aborted, true);
  });

  it('ends when its caller ends it, with the caller’s reason', async () => {
    const signals: AbortSignal[] = [];
    const chopmark = new Chopmark({ baseUrl: 'http://gateway.test', fetch: hanging(signals) });
    const ending = new AbortController();
    const reason = new Error('the page was closed');

    const asking = chopmark.invoices.get('inv_1', { signal: ending.signal });
    ending.abort(reason);

    await assert.rejects(asking, reason);
  });

  it('does not begin when its caller has ended it before', async () => {
    const script = new ScriptedFetch();

    await assert.rejects(gateway(script).invoices.get('inv_1', { signal: AbortSignal.abort() }), {
      name: 'AbortError',
    });

    assert.equal(script.asked.length, 0);
  });

  it('takes an answer whose body breaks off for none', async () => {
    const broken = (): Promise<Response> =>
      Promise.resolve(
        new Response(
          new ReadableStream({
            pull: (controller) => {
              controller.error(new TypeError('terminated'));
            },
          }),
          { headers: { 'Content-Type': 'application/json' } },
        ),
      );
    const script = new ScriptedFetch(broken, json(ISSUED));

    assert.equal((await gateway(script).invoices.get('inv_1')).id, 'inv_1');
  });
});
