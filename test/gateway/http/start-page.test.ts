import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSdk, type SdkFile } from '../../../gateway/dist/guide/sdk.js';
import { testGateway, type TestGateway } from '../../support/gateway-app.js';

describe('/docs/start and /sdk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chopmark-sdk-files-'));
  let gateway: TestGateway;
  let sdk: SdkFile[];

  before(async () => {
    writeFileSync(join(folder, 'chopmark-client.mjs'), 'export const Chopmark = 1;');
    writeFileSync(join(folder, 'chopmark-client-0.1.0.tgz'), 'packed');
    writeFileSync(join(folder, 'other.txt'), 'not ours to give');
    sdk = await readSdk(folder);
    gateway = await testGateway({ sdk });
  });
  after(() => {
    gateway.close();
    rmSync(folder, { recursive: true });
  });

  it('gives out the files of the SDK and nothing beside them', async () => {
    assert.deepEqual(
      sdk.map(({ name }) => name),
      ['chopmark-client-0.1.0.tgz', 'chopmark-client.mjs'],
    );
    for (const address of [
      '/sdk/other.txt',
      '/sdk/',
      '/sdk/%2e%2e/other.txt',
      '/sdk/0123456789abcdef/chopmark-client.mjs',
    ])
      assert.equal((await gateway.send('get', address)).status, 404, address);
    assert.deepEqual(await readSdk(join(folder, 'nowhere')), []);
    const plain = await testGateway();
    assert.equal((await plain.send('get', '/sdk/chopmark-client.mjs')).status, 404);
    assert.match((await plain.send('get', '/docs/start')).text, /gives no SDK out/);
    plain.close();
  });

  it('gives the same bytes for ever at an address with a digest, and what is new at the other', async () => {
    for (const { name, digest, bytes, integrity } of sdk) {
      const now = await gateway.send('get', `/sdk/${name}`).buffer(true);
      const fixed = await gateway.send('get', `/sdk/${digest}/${name}`).buffer(true);

      assert.deepEqual([now.status, fixed.status], [200, 200]);
      assert.equal(now.headers['cache-control'], 'public, no-cache');
      assert.equal(fixed.headers['cache-control'], 'public, max-age=31536000, immutable');
      assert.equal(integrity, `sha512-${createHash('sha512').update(bytes).digest('base64')}`);
      assert.ok(createHash('sha256').update(bytes).digest('hex').startsWith(digest));
      assert.equal(now.headers['content-length'], String(bytes.length));
      const held = await gateway.send('get', `/sdk/${name}`).set('If-None-Match', now.headers['etag'] ?? '');
      assert.equal(held.status, 304);
    }
    const script = await gateway.send('get', '/sdk/chopmark-client.mjs');
    assert.match(script.headers['content-type'] ?? '', /^text\/javascript/);
    assert.equal(script.headers['x-content-type-options'], 'nosniff');
  });

  for (const [language, title] of [
    ['en', 'First steps'],
    ['zh', '快速接入'],
  ] as const) {
    it(`says the first steps in ${language}, with addresses of its own and the integrity of each file`, async () => {
      const { status, text, headers } = await gateway
        .send('get', '/docs/start')
        .set({ 'Accept-Language': language, Host: 'tax.example:8443' });

      assert.equal(status, 200);
      assert.match(text, new RegExp(`<title>${title}`));
      assert.ok(text.includes('export GATEWAY=http://tax.example:8443'));
      assert.ok(
        text.includes(`http://tax.example:8443/sdk/${sdk[0]?.digest ?? ''}/chopmark-client-0.1.0.tgz`),
      );
      for (const { integrity } of sdk) assert.ok(text.includes(integrity));
      assert.match(headers['content-security-policy'] ?? '', /default-src 'none'/);
      assert.doesNotMatch(text, /<script(?! src="\/docs\/start\.js">)|style="|\{gateway\}|\{package\}/);
      assert.equal((await gateway.send('get', '/docs/start.js')).status, 200);
      assert.doesNotMatch(text, /(?:src|href)="https?:/, 'no foreign request');
      assert.equal((await gateway.send('get', '/docs/start.css')).status, 200);
    });
  }

  it('repeats no host that is none in what people run', async () => {
    for (const host of ['a$(id)', 'a;b', "a'b", 'a|b', '`id`', 'x y']) {
      const { text } = await gateway.send('get', '/docs/start').set('Host', host);
      assert.ok(!text.includes(`http://${host}`), host);
      assert.match(text, /export GATEWAY=http:\/\/localhost/);
    }
  });

  it('shows elsewhere what can be done there', async () => {
    const court = await testGateway({ organization: 'court', sdk });
    const { text } = await court.send('get', '/docs/start');
    court.close();

    assert.match(text, /issues no invoices/);
    assert.doesNotMatch(text, /id="(?:account|issue|webhook)"/);
    assert.match(text, /id="check"/);
  });
});
