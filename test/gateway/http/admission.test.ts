import assert from 'node:assert/strict';
import type { RequestListener, ServerResponse } from 'node:http';

import { admitting } from '../../../gateway/dist/admission.js';
import { crowdedLinkPage } from '../../../gateway/dist/links/closed-link-page.js';
import { type Listening, serve } from '../../../gateway/dist/listening/serve.js';
import { eventually } from '../../support/gateway/desk-world.js';

describe('the door', () => {
  let listening: Listening;
  let inside: ServerResponse[];
  let told: number[];
  before(async () => {
    const hold: RequestListener = (_req, res) => inside.push(res);
    const door = admitting(hold, {
      maxRequests: 2,
      helpBase: '',
      pageFor: (req) => crowdedLinkPage(req, { isDemo: false, isEmbedded: false }),
      onRefused: (count) => told.push(count),
    });
    listening = await serve(door, '127.0.0.1', 0);
  });
  beforeEach(() => {
    inside = [];
    told = [];
  });
  after(() => listening.close(1000));

  const ask = (path = '/v1/invoices', language = 'en') =>
    fetch(listening.url + path, {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'accept-language': language },
    });
  const letOut = (): void => {
    for (const res of inside.splice(0)) res.end('done');
  };

  /**
   * Asks until it is let in: those before may not have left yet. Whoever is inside is let out.
   *
   * @returns How often it was turned away.
   */
  async function comesThrough(): Promise<number> {
    const letting = setInterval(letOut, 5);
    try {
      for (let refused = 0; ; refused += 1) if ((await ask()).status === 200) return refused;
    } finally {
      clearInterval(letting);
    }
  }

  it('turns away what is too much, in words, and lets in again when there is room', async () => {
    const first = [ask(), ask()];
    await eventually(() => assert.equal(inside.length, 2));

    const refused = await ask('/v1/invoices?x=1', 'zh');

    assert.equal(refused.status, 503);
    assert.match(refused.headers.get('content-type') ?? '', /^application\/problem\+json/);
    assert.ok(Number(refused.headers.get('retry-after')) >= 1);
    const problem = (await refused.json()) as Record<string, unknown>;
    assert.deepEqual([problem['code'], problem['instance']], ['OVERLOADED', '/v1/invoices']);
    assert.match(String(problem['detail']), /未读取/);
    assert.equal(problem['traceId'], refused.headers.get('x-request-id'));
    assert.equal(inside.length, 2, 'nothing of it came in');

    letOut();
    for (const answer of await Promise.all(first)) assert.equal(answer.status, 200);
    const all = 1 + (await comesThrough());
    await eventually(() =>
      assert.equal(
        told.reduce((sum, count) => sum + count, 0),
        all,
      ),
    );
  });

  it('turns a browser away from a secret link with a page, and everybody else with the problem', async () => {
    const first = [ask(), ask()];
    await eventually(() => assert.equal(inside.length, 2));
    const open = (path: string, accept: string) =>
      fetch(listening.url + path, { headers: { accept, 'accept-language': 'zh-CN,zh;q=0.9' } });
    const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
    const secret = `/i/cl_${'A'.repeat(43)}`;

    const page = await open(secret, browser);
    const text = await page.text();
    assert.equal(page.status, 503);
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
    assert.ok(Number(page.headers.get('retry-after')) >= 1);
    assert.match(text, /<html lang="zh-CN">[^]*系统繁忙[^]*重新打开本页/);
    assert.ok(!text.includes(secret.slice(3)));
    for (const [path, accept] of [
      [secret, '*/*'],
      [secret, 'application/json'],
      ['/v1/invoices', browser],
    ] as const) {
      const { headers } = await open(path, accept);
      assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/, `${path} ${accept}`);
    }
    letOut();
    await Promise.all(first);
  });

  it('answers probes however many are under way', async () => {
    const first = [ask(), ask()];
    await eventually(() => assert.equal(inside.length, 2));

    const probe = ask('/livez');
    await eventually(() => assert.equal(inside.length, 3));

    letOut();
    assert.equal((await probe).status, 200);
    await Promise.all(first);
  });

  it('has room again after clients went away', async () => {
    const gone = new AbortController();
    const cut = [1, 2].map(() => fetch(listening.url, { signal: gone.signal }).catch(() => 'cut'));
    await eventually(() => assert.equal(inside.length, 2));
    gone.abort();
    assert.deepEqual(await Promise.all(cut), ['cut', 'cut']);
    inside = [];

    await comesThrough();
  });

  it('sends a crowd away for longer, up to a minute', async () => {
    let most = 0;
    const door = admitting((_req, res) => inside.push(res), {
      maxRequests: 1,
      helpBase: '',
      onRefused: () => undefined,
      windowMs: 5,
    });
    const crowded = await serve(door, '127.0.0.1', 0);
    const first = fetch(crowded.url);
    await eventually(() => assert.equal(inside.length, 1));

    await eventually(async () => {
      const refused = await fetch(crowded.url);
      assert.equal(refused.status, 503);
      most = Math.max(most, Number(refused.headers.get('retry-after')));
      assert.ok(most > 30, 'it was four at first');
    });
    assert.ok(most <= 60);

    letOut();
    assert.equal((await first).status, 200);
    await crowded.close(1000);
  });

  it('closes connections beyond the most', async () => {
    const small = await serve((_req, res) => inside.push(res), '127.0.0.1', 0, { maxConnections: 1 });
    const first = fetch(small.url);
    await eventually(() => assert.equal(inside.length, 1));

    await assert.rejects(fetch(small.url));

    letOut();
    assert.equal((await first).status, 200);
    await small.close(1000);
  });
});
