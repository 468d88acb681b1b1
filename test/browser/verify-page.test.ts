import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { now } from '../cli/verify/support.js';
import { type Held, hold, settled } from '../support/held-answers.js';
import { PageServer } from '../support/page-server.js';
import { type NETWORK, type ProofBatch, ProofKit, invoice } from '../support/proof-kit.js';
import { VerifyBrowser, codeOf, upload } from '../support/verify-browser.js';

/** The page as a third party uses it, in a real browser; whatever it asks of another host is a failure. */
describe('verification page', function () {
  this.timeout(120_000);
  let browser: VerifyBrowser;
  let page: Page;
  let server: PageServer;
  let kit: ProofKit;
  let batch: ProofBatch;

  before(async function () {
    browser = await VerifyBrowser.launch(this);
    kit = await ProofKit.create();
    batch = kit.batch([invoice(), invoice({ remark: '<img src=x onerror=alert(1)>' })]);
    server = await PageServer.withPages();
  });

  after(async () => {
    await (browser as VerifyBrowser | undefined)?.close();
    await (server as PageServer | undefined)?.stop();
  });

  beforeEach(async () => {
    server.answers.clear();
    server.put('/.well-known/chopmark-trust.json', kit.profile());
    server.put('/samples/bundle.json', batch.bundle(1, { clock: now() }));
    page = await browser.open(`${server.url}/`);
  });

  afterEach(() => browser.done());

  const open = (path = '/verify'): Promise<unknown> => page.goto(server.url + path);
  const choose = (content: unknown, field = '#bundle-file'): Promise<void> =>
    page.setInputFiles(field, upload('file.json', content));
  const tone = async (): Promise<string | null> => page.locator('.answer').getAttribute('data-tone');

  it('judges the bundle of its link, and shows what to compare with the paper', async () => {
    await open('/verify#u=/samples/bundle.json');
    await page.waitForSelector('.answer');

    assert.equal(await tone(), 'good');
    const text = await page.locator('#answer').innerText();
    for (const value of [
      '26001000000000000042',
      '沙盒测试甲有限公司',
      '沙盒测试乙有限公司',
      '113.00',
      '2026-11-20',
    ])
      assert.ok(text.includes(value), value);
    assert.match(await page.locator('#trust').innerText(), /you are trusting 127\.0\.0\.1/);
  });

  const putRecorded = (network: string): void => {
    const recorded = (file: string): unknown =>
      JSON.parse(
        readFileSync(new URL(`../bundles/v1/full-${network}/${file}.json`, import.meta.url), 'utf8'),
      );
    server.put('/.well-known/chopmark-trust.json', recorded('trust'));
    server.put('/samples/bundle.json', recorded('bundle'));
  };

  for (const network of ['embedded', 'native']) {
    it(`reads the timestamps of a full bundle that was recorded on the ${network} network`, async () => {
      putRecorded(network);

      await open('/verify#u=/samples/bundle.json');
      await page.waitForSelector('.answer');

      assert.equal(await codeOf(page, 'transaction'), 'TRANSACTION_ENDORSED');
      assert.equal(await codeOf(page, 'ordering'), 'BLOCK_ORDERED');
      assert.equal(await codeOf(page, 'time'), 'TIME_STAMPED');
    });
  }

  for (const how of ['cut', 'silent'] as const)
    it(`judges the rest when the script that reads timestamps does not come (${how})`, async () => {
      putRecorded('embedded');
      await page.clock.install();
      const profile = await hold(page, '**/.well-known/chopmark-trust.json');
      await open('/verify#u=/samples/bundle.json');
      await profile.asked;
      const script = await hold(page, '**/assets/*.js');
      profile.release();
      await script.asked;
      if (how === 'cut') script.cut();
      else await page.clock.fastForward(60_000);
      await page.waitForSelector('.answer');

      assert.equal(await codeOf(page, 'ordering'), 'BLOCK_ORDERED');
      assert.match(await page.locator('.checks').innerText(), /TIMESTAMP_READER_MISSING/);
    });

  it('calls a changed total inconsistent and names the questions that failed', async () => {
    const honest = batch.bundle(0, { clock: now() });
    const { header } = honest.document;
    const required = { ...header.required, totalGross: '1113.00' };
    const forged = { ...honest, document: { ...honest.document, header: { ...header, required } } };

    await open();
    await choose(forged);
    await page.waitForSelector('.answer');

    assert.equal(await tone(), 'bad');
    assert.equal(await codeOf(page, 'content'), 'CONTENT_NOT_ATTESTED');
    assert.equal(await codeOf(page, 'batch'), 'BATCH_ROOT_MISMATCH');
  });

  describe('while its host has not sent its profile yet', () => {
    let trust: Held;
    beforeEach(async () => {
      trust = await hold(page, '**/.well-known/chopmark-trust.json');
      const bundleThere = page.waitForResponse('**/samples/bundle.json');
      await open('/verify#u=/samples/bundle.json');
      await bundleThere;
      await settled(page);
    });
    afterEach(() => {
      trust.release();
    });

    it('judges nothing, then by the profile that came late', async () => {
      assert.equal(await page.locator('.answer').count(), 0);
      trust.release();
      await page.waitForSelector('.answer.good');
    });

    it('judges by a profile that the reader gives meanwhile, and goes on to', async () => {
      await choose(kit.profile(), '#trust-file');
      await page.waitForSelector('.answer.good');
      const late = page.waitForResponse('**/.well-known/chopmark-trust.json');
      trust.release();
      await late;
      await settled(page);
      assert.doesNotMatch(await page.locator('#trust').innerText(), /you are trusting 127\.0\.0\.1/);
    });
  });

  it('says of a bundle of another network that it is of another network', async () => {
    server.put(
      '/.well-known/chopmark-trust.json',
      kit.profile({ network: 'cd'.repeat(32) as typeof NETWORK }),
    );

    await open('/#u=/samples/bundle.json');
    await page.waitForSelector('.answer');

    assert.equal(await tone(), 'bad');
    assert.equal(await codeOf(page, 'issuer'), 'NETWORK_MISMATCH');
  });

  it('shows hidden fields as hidden', async () => {
    await open();
    await choose(batch.bundle(0, { clock: now(), hidden: ['/buyer/name'] }));
    await page.waitForSelector('.answer');

    assert.equal(await tone(), 'good');
    assert.equal(await page.locator('.hidden-value').first().innerText(), 'hidden by holder');
    assert.equal((await page.locator('#answer').innerText()).includes('沙盒测试乙有限公司'), false);
  });

  it('takes pasted text, and shows markup in a document as text', async () => {
    await open();
    await page.click('summary[data-text="paste"]');
    await page.fill('#paste', JSON.stringify(batch.bundle(1, { clock: now() })));
    await page.click('#paste-form button');
    await page.waitForSelector('.answer');
    await page.click('.document summary');

    assert.equal(await tone(), 'good');
    assert.ok((await page.locator('#answer').innerText()).includes('<img src=x onerror=alert(1)>'));
    assert.equal(await page.locator('#answer img').count(), 0);
  });

  it('cannot say anything without a profile, and judges by one that the reader keeps', async () => {
    server.answers.set('/.well-known/chopmark-trust.json', { status: 503, body: '{}' });
    await open('/verify#u=/samples/bundle.json');
    await page.waitForSelector('.answer.open');
    assert.equal(await codeOf(page, 'issuer'), 'PROFILE_MISSING');

    await choose(kit.profile(), '#trust-file');
    await page.waitForSelector('.answer.good');

    assert.match(await page.locator('#trust').innerText(), /You chose these profiles yourself/);
  });

  it('refuses a file that is no trust profile', async () => {
    await open();
    await choose('{}', '#trust-file');
    await page.waitForSelector('#trust .warning');

    assert.match(await page.locator('#trust').innerText(), /PROFILE_UNREADABLE/);
  });

  it('judges files without a connection, and says plainly that it could not ask', async () => {
    await open();
    await page.waitForFunction(() => document.querySelector('#trust dl') !== null);
    await page.context().setOffline(true);

    await choose(batch.bundle(0, { clock: now() }));
    await page.waitForSelector('.answer');
    assert.equal(await tone(), 'good');

    await page.fill('#number', '26001000000000000042');
    await page.fill('#date', '2026-11-20');
    await page.fill('#total', '113.00');
    await page.click('#check-form button');
    await page.waitForSelector('.check-answer.unreachable');

    await page.evaluate(() => {
      location.hash = '#u=/samples/bundle.json';
    });
    await page.waitForSelector('.answer.open');
    assert.match(await page.locator('#answer').innerText(), /no connection to the host/);
  });

  it('follows no link to another host', async () => {
    for (const target of [
      'https://example.org/bundle.json',
      '//example.org/bundle.json',
      '/\\example.org/b.json',
    ]) {
      await open(`/verify#u=${encodeURIComponent(target)}`);
      await page.waitForSelector('.answer.open');

      assert.match(await page.locator('#answer').innerText(), /another host/, target);
      await page.goto('about:blank');
    }
  });

  it('answers what cannot be read in words, whatever it is', async () => {
    for (const content of ['', 'not json', '{"format":"chopmark/bundle/9"}', '['.repeat(100_000)]) {
      await open();
      await choose(content);
      await page.waitForSelector('.answer');

      assert.equal(await tone(), 'open');
      assert.match(await page.locator('#answer').innerText(), /cannot be read/);
    }
  });

  it('asks the gateway for three fields and says each answer apart', async () => {
    const asked: unknown[] = [];
    const answers = [
      { status: 200, body: { result: 'consistent' }, shows: 'consistent' },
      { status: 200, body: { result: 'inconsistent' }, shows: 'inconsistent' },
      { status: 200, body: { result: 'notFound' }, shows: 'notFound' },
      { status: 429, body: { code: 'TOO_MANY_REQUESTS' }, shows: 'tooMany' },
      { status: 422, body: { code: 'CHECK_NOT_AVAILABLE' }, shows: 'notHere' },
      {
        status: 400,
        body: { code: 'MALFORMED_REQUEST', errors: [{ detail: 'no such day' }] },
        shows: 'refused',
      },
      { status: 500, body: {}, shows: 'unreachable' },
      { status: 200, body: { result: 'all good' }, shows: 'unreachable' },
    ];
    await open();
    for (const { status, body, shows } of answers) {
      server.answers.set('/v1/verifications', (text) => {
        asked.push(JSON.parse(text));
        return { status, body: JSON.stringify(body) };
      });
      await page.fill('#number', '26001000000000000042');
      await page.fill('#date', '2026-11-20');
      await page.fill('#total', '113.00');
      await page.click('#check-form button');
      await page.waitForSelector(`.check-answer.${shows}`);
    }
    assert.deepEqual(asked[0], { number: '26001000000000000042', date: '2026-11-20', total: '113.00' });
  });

  it('speaks Chinese and English, and changes between them in place', async () => {
    await open('/verify#u=/samples/bundle.json');
    await page.waitForSelector('.answer.good');
    await page.click('[data-language="zh"]');

    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
    assert.match(await page.locator('.answer h2').innerText(), /与账本记录一致/);
    assert.equal(await page.locator('[data-language="zh"]').getAttribute('aria-pressed'), 'true');
  });

  it('gives every control a name and puts the reader at the answer', async () => {
    await open('/verify#u=/samples/bundle.json');
    await page.waitForSelector('.answer');

    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll('input, textarea, button')]
        .filter((one) => {
          const labels = (one as HTMLInputElement).labels;
          return !(one.textContent || (labels && labels.length > 0));
        })
        .map((one) => one.outerHTML),
    );
    assert.deepEqual(nameless, []);
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'answer-heading');
    assert.equal(await page.locator('#answer').getAttribute('aria-live'), 'polite');
  });
});
