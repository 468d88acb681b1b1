import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp, UnavailableError } from '@chopmark/gateway';
import { placesOf } from '../../support/gateway/answer.js';
import { invoiceBody } from '../../support/gateway/invoice-bodies.js';
import { eventually } from '../../support/gateway/desk-world.js';
import { testGateway, type TestGateway } from '../../support/gateway-app.js';

const BUNDLE = 'application/vnd.chopmark.bundle+json';

describe('POST /v1/verifications', () => {
  let gateway: TestGateway;
  let number: string;

  beforeEach(async () => {
    gateway = await testGateway({ verificationsPerMinute: 20 });
    number = (await gateway.issue(invoiceBody())).body.number;
  });
  afterEach(() => {
    gateway.close();
  });

  const post = (body: unknown, type = 'application/json') =>
    gateway
      .send('post', '/v1/verifications')
      .set('Content-Type', type)
      .send(typeof body === 'string' ? body : JSON.stringify(body));

  describe('three fields', () => {
    const good = { date: '2026-11-22', total: '304.88' };

    it('of the paper agree', async () => {
      const { status, body } = await post({ number, ...good });

      assert.equal(status, 200);
      assert.deepEqual(body, { result: 'consistent' });
    });

    it('may have the names of the invoice', async () => {
      const { body } = await post({ number, issuedOn: good.date, totalGross: good.total });

      assert.deepEqual(body, { result: 'consistent' });
    });

    it('that differ are not told apart', async () => {
      const answers = [
        await post({ number, ...good, date: '2026-11-21' }),
        await post({ number, ...good, total: '304.89' }),
        await post({ number, date: '2026-11-21', total: '0.01' }),
      ];

      const [first, ...others] = answers.map(({ status, text }) => ({ status, text }));
      assert.deepEqual(JSON.parse(first!.text), { result: 'inconsistent' });
      for (const other of others) assert.deepEqual(other, first);
    });

    it('of no invoice are not found', async () => {
      const { body } = await post({ number: '26002999999999999999', ...good });

      assert.deepEqual(body, { result: 'notFound' });
    });

    for (const [what, request, place] of [
      ['no number', { ...good }, '/number REQUIRED'],
      ['a short number', { number: '26002', ...good }, '/number WRONG_FORM'],
      ['no date', { number: '2'.repeat(20), total: '1.00' }, '/date REQUIRED'],
      ['two dates', { number: '2'.repeat(20), ...good, issuedOn: '2026-11-22' }, '/date EXCLUSIVE'],
      ['no total', { number: '2'.repeat(20), date: '2026-11-22' }, '/total REQUIRED'],
      ['two totals', { number: '2'.repeat(20), ...good, totalGross: '1.00' }, '/total EXCLUSIVE'],
      ['a total that is a number', { number: '2'.repeat(20), ...good, total: 304.88 }, '/total WRONG_TYPE'],
      ['more than asked for', { number: '2'.repeat(20), ...good, seller: 'x' }, '/seller UNKNOWN_FIELD'],
      ['something else', [], ' WRONG_TYPE'],
    ] as const) {
      it(`are refused with ${what}`, async () => {
        const { status, body } = await post(request);

        assert.equal(status, 400);
        assert.equal(body.code, 'MALFORMED_REQUEST');
        assert.equal(placesOf(body.errors)[0], place);
      });
    }

    it('cannot be compared when the database is away', async () => {
      gateway.desk.fail('check', new UnavailableError('database', 'away'));

      const { status, body } = await post({ number, ...good });

      assert.equal(status, 503, 'silence is not "not found"');
      assert.equal(body.code, 'UNAVAILABLE');
    });

    for (const organization of ['affairs', 'court'] as const) {
      it(`are not compared at ${organization}, which issues no invoices`, async () => {
        const other = await testGateway({ organization });

        const { status, body } = await other.send('post', '/v1/verifications').send({ number, ...good });

        assert.equal(status, 422);
        assert.equal(body.code, 'CHECK_NOT_AVAILABLE');
        other.close();
      });
    }
  });

  describe('a bundle', () => {
    it('is judged: one that no profile covers is not valid', async () => {
      const { text } = await gateway.send('get', `/v1/invoices/${number}/bundle`, 'issuer');

      for (const type of ['application/json', BUNDLE]) {
        const { status, body } = await post(text, type);
        assert.equal(status, 200);
        assert.notEqual(body.verdict, 'valid');
        assert.equal(body.inForce, 'unknown');
        assert.equal(body.findings.length, 8);
      }
    });

    for (const [what, text, type] of [
      ['no JSON', 'PK\u0003\u0004', BUNDLE],
      ['another version', '{"format":"chopmark/bundle/99"}', 'application/json'],
      ['the same member twice', '{"format":"chopmark/bundle/1","format":"chopmark/bundle/1"}', BUNDLE],
    ] as const) {
      it(`that is ${what} gets the verdict error`, async () => {
        const { status, body } = await post(text, type);

        assert.equal(status, 200);
        assert.equal(body.verdict, 'error');
      });
    }

    it('may be as large as a full bundle: 20 MB', async () => {
      const padded = JSON.stringify({ format: 'chopmark/bundle/1', document: 'x'.repeat(19_900_000) });

      for (const type of ['application/json', BUNDLE]) {
        const { status, body } = await post(padded, type);
        assert.deepEqual([status, body.verdict], [200, 'error']);
      }
      assert.deepEqual(gateway.spooled(), [], 'nothing stays behind');
    });

    it('is in memory when small, in a file when large, and judged alike', async () => {
      const judged: string[] = [];
      const watched = await testGateway({
        beforeFileIsJudged: (path) => {
          judged.push(path);
          return Promise.resolve();
        },
      });
      const bodies = [60_000, 70_000].map((size) => `{"format":"none","x":"${'x'.repeat(size)}"}`);
      const answers = [];
      for (const body of bodies)
        answers.push(
          (await watched.send('post', '/v1/verifications').set('Content-Type', BUNDLE).send(body)).body,
        );

      assert.equal(judged.length, 1);
      assert.deepEqual(answers[0], answers[1]);
      watched.close();
    });

    it('leaves no file behind when the sender goes away', async () => {
      const server = createServer(createApp(gateway.context)).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const headers = { 'content-type': BUNDLE, 'content-length': '1000000' };
      const asked = request({ port, method: 'POST', path: '/v1/verifications', headers });
      asked.on('error', () => undefined);
      asked.write('x'.repeat(200_000));
      await eventually(() => assert.equal(gateway.spooled().length, 1));

      asked.destroy();

      await eventually(() => assert.deepEqual(gateway.spooled(), []));
      server.close();
    });

    it('waits in no line: when many large ones are under way the next is turned away', async () => {
      let go: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (go = resolve));
      const busy = await testGateway({ beforeFileIsJudged: () => held });
      const large = `{"format":"none","x":"${'x'.repeat(70_000)}"}`;
      const send = () =>
        busy
          .send('post', '/v1/verifications')
          .set('Content-Type', BUNDLE)
          .send(large)
          .then((answer) => answer);
      const first = Array.from({ length: 32 }, send);
      await eventually(() => assert.equal(busy.spooled().length, 32));

      const { status, body, headers } = await send();

      assert.deepEqual([status, body.code], [503, 'OVERLOADED']);
      assert.ok(Number(headers['retry-after']) > 0);
      const small = await busy.send('post', '/v1/verifications').send({ format: 'none' });
      assert.equal(small.status, 200, 'small ones are judged all the same');
      go();
      for (const answer of await Promise.all(first)) assert.equal(answer.status, 200);
      assert.equal((await send()).status, 200);
      busy.close();
    });

    it('is judged at every gateway', async () => {
      const court = await testGateway({ organization: 'court' });
      const { status } = await court.send('post', '/v1/verifications').send({ format: 'chopmark/bundle/1' });

      assert.equal(status, 200);
      court.close();
    });
  });

  it('refuses JSON that two readers could read differently', async () => {
    const { status, body } = await post(`{"number":"${number}","number":"${number}"}`);

    assert.equal(status, 400);
    assert.equal(body.code, 'DUPLICATE_KEY');
  });

  it('refuses other media types and large bodies', async () => {
    assert.equal((await post('x', 'text/plain')).body.code, 'UNSUPPORTED_MEDIA_TYPE');
    assert.equal((await post('PK', 'application/zip')).body.code, 'UNSUPPORTED_MEDIA_TYPE');
    assert.equal((await post(`"${'x'.repeat(20_000_000)}"`)).body.code, 'BODY_TOO_LARGE');
    assert.deepEqual(gateway.spooled(), []);
  });

  it('may be asked by any page, with its limits to be read', async () => {
    const preflight = await gateway
      .send('options', '/v1/verifications')
      .set({ Origin: 'https://example.org', 'Access-Control-Request-Method': 'POST' });
    const { headers } = await post({ number, date: '2026-11-22', total: '1.00' });

    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers['access-control-allow-origin'], '*');
    assert.match(preflight.headers['access-control-allow-methods'] ?? '', /POST/);
    assert.match(preflight.headers['access-control-allow-headers'] ?? '', /Content-Type/);
    assert.equal(headers['access-control-allow-origin'], '*');
    assert.equal(headers['access-control-allow-credentials'], undefined);
    assert.match(headers['access-control-expose-headers'] ?? '', /Retry-After/);
  });

  it('says 429 with Retry-After when one address asks too often', async () => {
    for (let count = 0; count < 20; count += 1) {
      const { status, headers } = await post({});
      assert.equal(status, 400);
      assert.equal(headers['ratelimit-limit'], '20');
      assert.equal(headers['ratelimit-remaining'], String(19 - count));
    }

    const { status, body, headers } = await post({ number, date: '2026-11-22', total: '304.88' });

    assert.equal(status, 429);
    assert.equal(body.code, 'TOO_MANY_REQUESTS');
    assert.ok(Number(headers['retry-after']) >= 1 && Number(headers['retry-after']) <= 60);
    assert.equal(headers['ratelimit-remaining'], '0');
    assert.equal(headers['access-control-allow-origin'], '*', 'a page can read why');
  });

  it('counts addresses behind a proxy only when the proxy is known', async () => {
    const direct = await testGateway({ verificationsPerMinute: 1 });
    const proxied = await testGateway({ verificationsPerMinute: 1, trustedProxies: 1 });
    const ask = (to: TestGateway, address: string) =>
      to.send('post', '/v1/verifications').set('X-Forwarded-For', address).send({});

    assert.equal((await ask(direct, '192.0.2.1')).status, 400);
    assert.equal((await ask(direct, '192.0.2.2')).status, 429, 'a header alone makes no other caller');
    assert.equal((await ask(proxied, '192.0.2.1')).status, 400);
    assert.equal((await ask(proxied, '192.0.2.2')).status, 400);
    assert.equal((await ask(proxied, '192.0.2.2')).status, 429);
    assert.equal((await ask(proxied, '2001:db8:1:2::1')).status, 400);
    assert.equal((await ask(proxied, '2001:db8:1:2:ffff::9')).status, 429, 'a /64 is one caller');
    direct.close();
    proxied.close();
  });
});
