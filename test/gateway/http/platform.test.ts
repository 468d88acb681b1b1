import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROBLEMS } from '../../../gateway/dist/problems/catalogue.js';
import { testGateway, type TestGateway } from '../../support/gateway-app.js';

describe('health', () => {
  it('is alive as long as the process answers', async () => {
    const gateway = await testGateway({
      checks: [{ name: 'database', check: () => Promise.reject(new Error('away')) }],
    });

    const { status, body } = await gateway.send('get', '/livez');

    assert.deepEqual([status, body], [200, { status: 'alive' }]);
    gateway.close();
  });

  it('is ready when every part is up', async () => {
    const gateway = await testGateway({ checks: [{ name: 'database', check: () => Promise.resolve() }] });

    const { status, body } = await gateway.send('get', '/readyz');

    assert.equal(status, 200);
    assert.deepEqual(body, {
      status: 'ready',
      parts: [
        { name: 'database', state: 'up' },
        { name: 'server', state: 'up' },
      ],
    });
    gateway.close();
  });

  it('names the part that is down, and not why', async () => {
    const gateway = await testGateway({
      checks: [
        { name: 'database', check: () => Promise.resolve() },
        { name: 'ledger', check: () => Promise.reject(new Error('10.0.0.5 refused')) },
      ],
    });

    const { status, body, text } = await gateway.send('get', '/readyz');

    assert.equal(status, 503);
    assert.equal(body.status, 'notReady');
    assert.deepEqual(body.parts[1], { name: 'ledger', state: 'down' });
    assert.doesNotMatch(text, /10\.0/);
    gateway.close();
  });

  it('counts a part that does not answer as down', async () => {
    const gateway = await testGateway({
      checks: [{ name: 'ledger', check: () => new Promise(() => undefined) }],
    });

    const { status, body } = await gateway.send('get', '/readyz');

    assert.equal(status, 503);
    assert.deepEqual(body.parts[0], { name: 'ledger', state: 'down' });
    gateway.close();
  });

  it('is not ready while it drains', async () => {
    const gateway = await testGateway();
    gateway.health.drain();

    const { status, body } = await gateway.send('get', '/readyz');

    assert.equal(status, 503);
    assert.deepEqual(body.parts, [{ name: 'server', state: 'down' }]);
    gateway.close();
  });
});

describe('every answer', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway();
  });
  after(() => {
    gateway.close();
  });

  it('carries a trace id, the one of traceparent when there is one', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const given = await gateway
      .send('get', '/nowhere')
      .set('traceparent', `00-${traceId}-00f067aa0ba902b7-01`);
    const own = await gateway.send('get', '/livez');

    assert.equal(given.headers['x-request-id'], traceId);
    assert.equal(given.body.traceId, traceId);
    assert.match(own.headers['x-request-id'] ?? '', /^[0-9a-f]{32}$/);
  });

  for (const header of [
    'nonsense',
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `00-${'A'.repeat(32)}-00f067aa0ba902b7-01`,
  ]) {
    it(`ignores traceparent ${header.slice(0, 12)}…`, async () => {
      const { headers } = await gateway.send('get', '/livez').set('traceparent', header);

      assert.match(headers['x-request-id'] ?? '', /^(?!0+$)[0-9a-f]{32}$/);
    });
  }

  it('tells browsers to load nothing, sniff nothing and keep nothing', async () => {
    const { headers } = await gateway.send('get', '/v1/invoices', 'issuer');

    assert.match(headers['content-security-policy'] ?? '', /default-src 'none'/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['x-powered-by'], undefined);
    assert.equal(headers['access-control-allow-origin'], undefined, 'accounts are for our own pages');
  });

  it('has 404 for what is not there, as a problem', async () => {
    const { status, body, headers } = await gateway.send('get', '/nowhere?secret=1');

    assert.equal(status, 404);
    assert.equal(headers['content-type']?.split(';')[0], 'application/problem+json');
    assert.equal(body.instance, '/nowhere');
    assert.equal(body.code, 'ROUTE_NOT_FOUND');
  });

  for (const [method, address, allow] of [
    ['delete', '/v1/invoices', 'POST, GET, HEAD, OPTIONS'],
    ['put', '/v1/me', 'GET, HEAD, OPTIONS'],
    ['get', '/v1/sessions', 'POST, OPTIONS'],
    ['patch', '/v1/invoices/1', 'GET, HEAD, OPTIONS'],
    ['post', '/livez', 'GET, HEAD, OPTIONS'],
  ] as const) {
    it(`has 405 for ${method.toUpperCase()} ${address}`, async () => {
      const { status, body, headers } = await gateway.send(method, address, 'taxOfficer');

      assert.deepEqual([status, body.code], [405, 'METHOD_NOT_ALLOWED']);
      assert.equal(headers['allow'], allow);
    });
  }

  it('tells the methods to OPTIONS', async () => {
    const { status, headers } = await gateway.send('options', '/v1/me');

    assert.equal(status, 204);
    assert.equal(headers['allow'], 'GET, HEAD, OPTIONS');
    assert.equal(headers['access-control-allow-origin'], undefined);
  });

  it('has a HEAD for each GET', async () => {
    const { status, headers, body } = await gateway.send('head', '/version');

    assert.equal(status, 200);
    assert.equal(headers['content-type']?.split(';')[0], 'application/json');
    assert.deepEqual(body, {});
  });
});

describe('GET /version, trust and pages', () => {
  let gateway: TestGateway;
  const folder = mkdtempSync(join(tmpdir(), 'chopmark-web-'));
  before(async () => {
    mkdirSync(join(folder, 'web'));
    mkdirSync(join(folder, '.samples'));
    writeFileSync(join(folder, 'web', 'index.html'), '<!doctype html><title>start</title>');
    writeFileSync(join(folder, 'web', 'verify.html'), '<!doctype html><title>verify</title>');
    writeFileSync(join(folder, 'web', 'app.js'), 'export {};');
    writeFileSync(join(folder, '.samples', 'bundle.json'), '{}');
    writeFileSync(join(folder, '.samples', 'demo-accounts.json'), '[]');
    gateway = await testGateway({ webFolder: join(folder, 'web'), samplesFolder: join(folder, '.samples') });
  });
  after(() => {
    gateway.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('says what runs here', async () => {
    const { body } = await gateway.send('get', '/version');

    assert.equal(body.organization, 'tax');
    assert.equal(body.networkKind, 'embedded');
  });

  it('gives the trust profile to any page, byte for byte', async () => {
    const { status, headers, text } = await gateway.send('get', '/.well-known/chopmark-trust.json');

    assert.equal(status, 200);
    assert.equal(text, gateway.context.trustProfile());
    assert.equal(headers['access-control-allow-origin'], '*');
    assert.equal(headers['content-type']?.split(';')[0], 'application/json');
  });

  for (const [address, title] of [
    ['/', 'start'],
    ['/verify', 'verify'],
  ] as const) {
    it(`serves ${address} under a strict policy`, async () => {
      const { status, text, headers } = await gateway.send('get', address);

      assert.equal(status, 200);
      assert.match(text, new RegExp(`<title>${title}</title>`));
      const policy = headers['content-security-policy'] ?? '';
      assert.match(policy, /default-src 'none'/);
      assert.match(policy, /script-src 'self'/);
      assert.doesNotMatch(policy, /unsafe|https?:|\*/);
    });
  }

  for (const address of [
    '/../package.json',
    '/%2e%2e/package.json',
    '/.samples/bundle.json',
    '/samples/demo-accounts.json',
    '/samples/../web/app.js',
    '/samples/trust.json',
  ]) {
    it(`serves nothing else: ${address}`, async () => {
      const { status } = await gateway.send('get', address);

      assert.ok([403, 404].includes(status) || address === '/samples/../web/app.js');
    });
  }

  it('serves the samples of a demonstration', async () => {
    await gateway.send('get', '/samples/bundle.json').expect(200, {});
    const plain = await testGateway();
    await plain.send('get', '/samples/bundle.json').expect(404);
    await plain.send('get', '/').expect(404);
    plain.close();
  });

  it('refuses to write to a page', async () => {
    const { status, body } = await gateway.send('post', '/verify');

    assert.deepEqual([status, body.code], [404, 'ROUTE_NOT_FOUND']);
  });

  it('serves the reference from its own disk', async () => {
    const page = await gateway.send('get', '/docs');
    const script = await gateway.send('get', '/docs/reference.js');
    const library = await gateway.send('get', '/docs/swagger-ui-bundle.js');
    const style = await gateway.send('get', '/docs/swagger-ui.css');

    for (const { status } of [page, script, library, style]) assert.equal(status, 200);
    assert.doesNotMatch(page.text + script.text, /https?:\/\//, 'no foreign request');
    assert.match(page.headers['content-security-policy'] ?? '', /script-src 'self'/);
    await gateway.send('get', '/docs/index.html').expect(404);
  });

  it('explains each problem in both languages, the reader’s first', async () => {
    for (const code of [...Object.keys(PROBLEMS), 'SERIES_CLOSED']) {
      const { status, text } = await gateway.send('get', `/problems/${code}`).set('Accept-Language', 'zh');

      assert.equal(status, 200, code);
      assert.match(text, /<html lang="zh-CN">/);
      assert.ok(text.indexOf('lang="zh-CN"') < text.indexOf('lang="en"'), code);
    }
  });

  for (const code of ['NOTHING', 'toString', '<script>', '__proto__']) {
    it(`has no page for ${code}`, async () => {
      const { status } = await gateway.send('get', `/problems/${encodeURIComponent(code)}`);

      assert.equal(status, 404);
    });
  }
});
