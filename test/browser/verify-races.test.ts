import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { now } from '../cli/verify/support.js';
import { hold, settled } from '../support/held-answers.js';
import { PageServer } from '../support/page-server.js';
import { type ProofBatch, ProofKit, invoice } from '../support/proof-kit.js';
import { VerifyBrowser, codeOf, dropOn, upload } from '../support/verify-browser.js';

/** A script that bends what a browser says of each file or folder that is dropped. */
const entriesWith = (bend: string): string =>
  `{ const get = DataTransferItem.prototype.webkitGetAsEntry;
    DataTransferItem.prototype.webkitGetAsEntry = function () { const entry = get.call(this); ${bend} return entry; }; }`;

const TRUST = '/.well-known/chopmark-trust.json';
const [FIRST, SECOND] = ['26001000000000000041', '26001000000000000042'];

/** The page when answers come late, out of order, broken or never, and when its reader does not wait. */
describe('verification page out of order', function () {
  this.timeout(120_000);
  let browser: VerifyBrowser;
  let page: Page;
  let server: PageServer;
  let kit: ProofKit;
  let batch: ProofBatch;
  let folder: string;

  before(async function () {
    browser = await VerifyBrowser.launch(this);
    kit = await ProofKit.create();
    batch = kit.batch([invoice(), invoice()]);
    server = await PageServer.withPages();
  });

  after(async () => {
    await (browser as VerifyBrowser | undefined)?.close();
    await (server as PageServer | undefined)?.stop();
  });

  beforeEach(async () => {
    server.answers.clear();
    server.put(TRUST, kit.profile());
    server.put('/samples/first.json', batch.bundle(0, { clock: now() }));
    server.put('/samples/second.json', batch.bundle(1, { clock: now() }));
    folder = await mkdtemp(join(tmpdir(), 'chopmark-races-'));
    page = await browser.open(`${server.url}/`);
  });

  afterEach(async () => {
    await browser.done();
    await rm(folder, { recursive: true });
  });

  const open = (path = '/verify'): Promise<unknown> => page.goto(server.url + path);
  const go = (hash: string): Promise<void> =>
    page.evaluate((to) => {
      location.hash = to;
    }, hash);
  const text = (): Promise<string> => page.locator('#answer').innerText();
  const first = () => upload('first.json', batch.bundle(0, { clock: now() }));

  /** Reading a chosen file waits until the page's `openFiles()` is called; `broken` files cannot be read at all. */
  const slowFiles = (broken = false) =>
    page.addInitScript({
      content: `{ const read = Blob.prototype.arrayBuffer;
        const gate = new Promise((resolve) => (window.openFiles = resolve));
        Blob.prototype.arrayBuffer = async function () {
          ${broken ? "throw new DOMException('gone', 'NotReadableError');" : 'await gate;'}
          return read.call(this); }; }`,
    });
  const openFiles = (): Promise<void> => page.evaluate('openFiles()');

  describe('with a profile that comes late', () => {
    it('says that it is on its way, not that the host gave none', async () => {
      const trust = await hold(page, `**${TRUST}`);
      await open();
      await trust.asked;
      await settled(page);

      assert.match(await page.locator('#trust').innerText(), /on its way/);
      trust.release();
      await page.waitForSelector('#trust dl');
    });

    it('judges the link that the reader went on to, not the one before', async () => {
      const trust = await hold(page, `**${TRUST}`);
      const second = await hold(page, '**/samples/second.json');
      await open('/verify#u=/samples/first.json');
      await settled(page);
      await go('#u=/samples/second.json');
      await second.asked;
      trust.release();
      await page.waitForSelector('#trust dl');
      await settled(page);
      assert.equal(await page.locator('.answer').count(), 0, 'the first is no longer asked about');
      second.release();
      await page.waitForSelector('.answer.good');

      assert.match(await text(), new RegExp(SECOND));
    });

    it('judges the file that the reader chose meanwhile, not the link before', async () => {
      await slowFiles();
      const trust = await hold(page, `**${TRUST}`);
      await open('/verify#u=/samples/second.json');
      await settled(page);
      await page.setInputFiles('#bundle-file', first());
      trust.release();
      await page.waitForSelector('#trust dl');
      await openFiles();
      await page.waitForSelector('.answer.good');

      assert.match(await text(), new RegExp(FIRST));
    });

    it('is not held up by a profile of the reader that cannot be read', async () => {
      await slowFiles(true);
      const trust = await hold(page, `**${TRUST}`);
      await open('/verify#u=/samples/first.json');
      await trust.asked;
      await page.setInputFiles('#trust-file', upload('trust.json', kit.profile()));

      await page.waitForSelector('.answer.open');
      assert.match(await page.locator('#trust').innerText(), /choose it again/);
      trust.release();
    });

    it('judges without one when none comes', async () => {
      await page.clock.install();
      const trust = await hold(page, `**${TRUST}`);
      await open('/verify#u=/samples/first.json');
      await trust.asked;
      await settledClock();
      await page.clock.fastForward(60_000);

      await page.waitForSelector('.answer.open');
      assert.equal(await codeOf(page, 'issuer'), 'PROFILE_MISSING');
      trust.release();
      await page.click('#trust-own');
      await page.waitForSelector('.answer.good');
    });
  });

  /** As `settled`, where the page's own clock stands still. */
  const settledClock = async (): Promise<void> => {
    for (let round = 0; round < 3; round += 1)
      await page.evaluate(async () => (await fetch(location.pathname)).arrayBuffer());
  };

  it('keeps both of two profiles that the reader chose in a row', async () => {
    await slowFiles();
    await open();
    await page.waitForSelector('#trust dl');
    const other = await ProofKit.create();
    const others = other.profile({ network: 'cd'.repeat(32) as never, name: 'Other network' });
    await page.setInputFiles('#trust-file', upload('a.json', kit.profile()));
    await page.setInputFiles('#trust-file', upload('b.json', others));
    await openFiles();

    await page.waitForFunction(() => document.querySelectorAll('#trust dl').length === 2);
  });

  it('does not answer a link that leads to nothing with what it judged before', async () => {
    await open('/verify#u=/samples/first.json');
    await page.waitForSelector('.answer.good');
    await go('#u=/samples/nothing.json');
    await page.waitForSelector('.answer.open');
    await page.setInputFiles('#trust-file', upload('trust.json', kit.profile()));
    await page.waitForFunction(() => document.querySelector('#trust')?.textContent.includes('You chose'));
    await settled(page);

    assert.match(await text(), /could not be fetched/);
    assert.equal((await text()).includes(FIRST), false);
  });

  it('says of a host that is busy, or breaks off, that it is, and nothing of the bundle', async () => {
    server.answers.set('/samples/first.json', { status: 503, body: '{}' });
    await open('/verify#u=/samples/first.json');
    await page.waitForSelector('.answer.open');
    assert.match(await text(), /cannot answer at the moment[^]*reload/i);

    const second = await hold(page, '**/samples/second.json');
    await go('#u=/samples/second.json');
    await second.asked;
    second.cut();
    await page.waitForFunction(() =>
      document.querySelector('#answer')?.textContent.includes('no connection'),
    );
    assert.match(await text(), /reload/i);
  });

  it('ends with a message when a bundle never comes', async () => {
    await page.clock.install();
    const held = await hold(page, '**/samples/first.json');
    await open('/verify#u=/samples/first.json');
    await held.asked;
    await page.clock.fastForward(60_000);

    await page.waitForSelector('.answer.open');
    assert.match(await text(), /no connection/);
  });

  describe('when files change under its hands', () => {
    beforeEach(async () => {
      await mkdir(join(folder, 'batch'));
      for (const at of [0, 1])
        await writeFile(
          join(folder, 'batch', `${at}.json`),
          JSON.stringify(batch.bundle(at, { clock: now() })),
        );
    });

    it('answers for a single file that was taken away before it was read', async () => {
      const trust = await hold(page, `**${TRUST}`);
      await open();
      await page.setInputFiles('#bundle-file', join(folder, 'batch', '0.json'));
      await settled(page);
      await rm(join(folder, 'batch', '0.json'));
      trust.release();

      await page.waitForSelector('.answer.open');
      assert.match(await text(), /choose it again/);
    });

    it('judges the others of a folder, and says which is gone', async () => {
      const trust = await hold(page, `**${TRUST}`);
      await open();
      await page.setInputFiles('#bundle-folder', join(folder, 'batch'));
      await settled(page);
      await rm(join(folder, 'batch', '0.json'));
      trust.release();
      await page.waitForSelector('.list');

      assert.deepEqual(await page.locator('.sum li').allInnerTexts(), [
        '1 valid and in force',
        '1 unreadable',
      ]);
    });

    it('opens the row of a file that is gone, and goes back', async () => {
      await open();
      await page.setInputFiles('#bundle-folder', join(folder, 'batch'));
      await page.waitForSelector('.list');
      await rm(join(folder, 'batch'), { recursive: true });
      await page.locator('.list button').first().click();
      await page.waitForSelector('.answer.open');

      assert.match(await text(), /choose it again/);
      await page.click('#back');
      await page.waitForSelector('.list');
    });

    it('judges the rest of a dropped folder that holds a link to nowhere', async () => {
      await symlink(join(folder, 'nowhere'), join(folder, 'batch', 'broken.json'));
      await open();
      await dropOn(page, '#drop', [join(folder, 'batch')]);
      await page.waitForSelector('.list');

      const [sum] = await page.locator('.sum li').allInnerTexts();
      assert.equal(sum, '2 valid and in force');
    });

    it('answers for a dropped file that cannot be opened', async () => {
      await page.addInitScript({
        content: entriesWith(`entry.file = (_, no) => no(new DOMException('gone', 'NotFoundError'));`),
      });
      await open();
      await dropOn(page, '#drop', [join(folder, 'batch', '0.json')]);

      await page.waitForSelector('.answer.open');
      assert.match(await text(), /choose it again/);
    });

    it('answers for a dropped folder that cannot be opened', async () => {
      await page.addInitScript({
        content: entriesWith(
          `entry.createReader = () => ({ readEntries: (_, no) => no(new DOMException('gone', 'NotFoundError')) });`,
        ),
      });
      await open();
      await dropOn(page, '#drop', [join(folder, 'batch')]);

      await page.waitForSelector('.answer.open');
      assert.match(await text(), /choose it again/);
    });

    it('does not put what is wrong with a folder in the place of a later answer', async () => {
      await mkdir(join(folder, 'deep', ...Array.from({ length: 36 }, () => 'd')), { recursive: true });
      await page.addInitScript({
        content: `const gate = new Promise((resolve) => (window.openFiles = resolve));
          ${entriesWith(`const reader = entry.createReader();
            entry.createReader = () => ({ readEntries: (...to) => void gate.then(() => reader.readEntries(...to)) });`)}`,
      });
      await open();
      await dropOn(page, '#drop', [join(folder, 'deep')]);
      await page.setInputFiles('#bundle-file', first());
      await page.waitForSelector('.answer.good');
      await openFiles();
      await settled(page);

      assert.equal(await page.locator('.answer.good').count(), 1);
    });
  });

  it('ends in words, and reports it, when the page itself fails', async () => {
    await page.addInitScript({
      content: `Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', { get() { throw new Error('not foreseen'); } });`,
    });
    await open('/verify#u=/samples/first.json');
    await page.waitForSelector('.answer.open');

    assert.match(await text(), /page itself failed[^]*reload/);
    await assert.rejects(() => browser.done(), /not foreseen/);
  });

  describe('when its own scripts do not come', () => {
    it('says so in both languages', async () => {
      const script = await hold(page, '**/assets/verify.js');
      const opened = page.goto(`${server.url}/verify`, { waitUntil: 'commit' });
      await script.asked;
      script.cut();
      await opened;
      await page.locator('#unstarted').waitFor({ state: 'attached' });

      // It waits a while before it shows.
      await page.evaluate(() => document.getAnimations().forEach((one) => one.finish()));
      await page.locator('#unstarted').waitFor({ state: 'visible' });

      assert.match(await page.locator('#unstarted').innerText(), /刷新[^]*[Rr]eload/);
    });

    it('takes a file that was chosen before they came', async () => {
      const script = await hold(page, '**/assets/verify.js');
      const opened = page.goto(`${server.url}/verify`, { waitUntil: 'commit' });
      await script.asked;
      await page.setInputFiles('#bundle-file', first());
      script.release();
      await opened;

      await page.waitForSelector('.answer.good');
      assert.equal(await page.locator('#unstarted').count(), 0);
    });

    for (const how of ['cut', 'silent'] as const)
      it(`calls nothing invalid for it where the browser has no signatures of its own (${how})`, async () => {
        await browser.done();
        page = await browser.open(`${server.url}/`, { plain: true });
        if (how === 'silent') await page.clock.install();
        const trust = await hold(page, `**${TRUST}`);
        await open();
        await trust.asked;
        // The parts that the page begins with are there; what it asks for now is for signatures.
        const late = await hold(page, '**/assets/*.js');
        await page.setInputFiles('#bundle-file', first());
        trust.release();
        await late.asked;
        if (how === 'cut') late.cut();
        else {
          await page.clock.fastForward(60_000);
          await page.waitForSelector('#trust .warning');
          await settledClock();
          await page.clock.fastForward(60_000);
        }

        await page.waitForSelector('.answer');
        assert.equal(await page.locator('.answer').getAttribute('data-tone'), 'open');
        assert.match(await text(), /[Rr]eload/);
      });
  });

  describe('the check of three values', () => {
    const ask = async (number: string): Promise<void> => {
      await page.fill('#number', number);
      await page.fill('#date', '2026-11-20');
      await page.fill('#total', '113.00');
      await page.click('#check-form button');
    };

    it('shows the answer to the last question when an earlier one comes late', async () => {
      const slow: (() => void)[] = [];
      await page.route('**/v1/verifications', async (route) => {
        const { number } = route.request().postDataJSON() as { number: string };
        if (number === FIRST) await new Promise<void>((resolve) => slow.push(resolve));
        await route.fulfill({ json: { result: number === FIRST ? 'inconsistent' : 'consistent' } });
      });
      await open();
      const asked = page.waitForRequest('**/v1/verifications');
      await ask(FIRST);
      await asked;
      await ask(SECOND);
      await page.waitForSelector('.check-answer.consistent');
      const late = page.waitForResponse('**/v1/verifications');
      for (const release of slow) release();
      await late;
      await settled(page);

      assert.equal(await page.locator('.check-answer.consistent').count(), 1);
    });

    it('takes its answer back when the values are changed', async () => {
      server.put('/v1/verifications', { result: 'consistent' });
      await open();
      await ask(FIRST);
      await page.waitForSelector('.check-answer.consistent');
      await page.fill('#number', SECOND);

      assert.equal(await page.locator('#check-answer').innerText(), '');
    });

    it('ends with a message when no answer comes', async () => {
      await page.clock.install();
      const held = await hold(page, '**/v1/verifications');
      await open();
      await ask(FIRST);
      await held.asked;
      await page.clock.fastForward(60_000);

      await page.waitForSelector('.check-answer.unreachable');
    });
  });
});
