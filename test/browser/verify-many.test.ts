import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { bundlesOfBatch, forged, type Files, now, writeFiles, zipOf } from '../cli/verify/support.js';
import { PageServer } from '../support/page-server.js';
import { ProofKit } from '../support/proof-kit.js';
import { VerifyBrowser, codeOf, dropOn, upload } from '../support/verify-browser.js';

const SIZE = 40;

describe('verification page with many files', function () {
  this.timeout(120_000);
  let browser: VerifyBrowser;
  let server: PageServer;
  let kit: ProofKit;
  let files: Files;
  let folder: string;
  let page: Page;

  before(async function () {
    browser = await VerifyBrowser.launch(this);
    kit = await ProofKit.create();
    files = bundlesOfBatch(kit, SIZE);
    folder = await mkdtemp(join(tmpdir(), 'chopmark-page-'));
    await writeFiles(join(folder, 'batch'), {
      ...files,
      'forged.json': forged(files['0.json']),
      'broken.json': '{',
      'trust.json': JSON.stringify(kit.profile()),
      'README.txt': '',
    });
    server = await PageServer.withPages();
  });

  after(async () => {
    await (browser as VerifyBrowser | undefined)?.close();
    await (server as PageServer | undefined)?.stop();
    if (folder as string | undefined) await rm(folder, { recursive: true });
  });

  beforeEach(async () => {
    server.answers.clear();
    server.put('/.well-known/chopmark-trust.json', kit.profile());
    page = await browser.open(`${server.url}/`);
    await page.goto(`${server.url}/verify`);
  });
  afterEach(() => browser.done());

  const kinds = (): Promise<(string | null)[]> =>
    page
      .locator('.list button')
      .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['kind'] ?? null));

  it('judges a folder: how many of each, then every file, the worst first', async () => {
    await page.setInputFiles('#bundle-folder', join(folder, 'batch'));
    await page.waitForSelector('.list');

    assert.equal(await page.locator('.answer').getAttribute('data-tone'), 'bad');
    assert.deepEqual(await page.locator('.sum li').allInnerTexts(), [
      `${SIZE} valid and in force`,
      '1 invalid',
      '1 unreadable',
      '2 other files passed over',
    ]);
    assert.deepEqual((await kinds()).slice(0, 3), ['invalid', 'error', 'valid-yes']);
    assert.equal(
      (await kinds()).length,
      SIZE + 2,
      'the trust profile among them is not judged, and not believed',
    );
  });

  it('opens the full answer of a file, and goes back', async () => {
    await page.setInputFiles('#bundle-folder', join(folder, 'batch'));
    await page.waitForSelector('.list');
    await page.click('.list button[data-kind="invalid"]');
    await page.waitForSelector('.checks');

    assert.equal(await codeOf(page, 'content'), 'CONTENT_NOT_ATTESTED');
    assert.match(await page.locator('.circumstances').innerText(), /forged\.json/);
    await page.click('#back');
    await page.waitForSelector('.list');
    assert.equal((await kinds()).length, SIZE + 2);
  });

  it('judges an archive, evidence included', async () => {
    await page.setInputFiles('#bundle-file', upload('march.zip', await zipOf(files)));
    await page.waitForSelector('.list');

    assert.equal(await page.locator('.answer').getAttribute('data-tone'), 'good');
    assert.deepEqual(await page.locator('.sum li').allInnerTexts(), [`${SIZE} valid and in force`]);
    assert.match(await page.locator('.list .file').first().innerText(), /^march\.zip!\/\d+\.json$/);
  });

  it('takes a bundle and its evidence together or one after the other', async () => {
    const bundle = upload('0.json', files['0.json']);
    const evidence = Object.entries(files)
      .filter(([name]) => name.startsWith('evidence/'))
      .map(([name, bytes]) => upload(name.slice('evidence/'.length), bytes));

    await page.setInputFiles('#bundle-file', bundle);
    await page.waitForSelector('.answer.open');
    assert.equal(await codeOf(page, 'validity'), 'STATEMENT_MISSING');
    assert.match(await page.locator('#missing-parts').innerText(), /evidence/);
    await page.setInputFiles('#bundle-file', evidence);
    await page.waitForSelector('.answer.good');
    assert.equal(await page.locator('#missing-parts').count(), 0);

    await page.reload();
    await page.setInputFiles('#bundle-file', [bundle, ...evidence]);
    await page.waitForSelector('.answer.good');
  });

  it('says of an archive that it refuses why, and of a folder without bundles that there are none', async () => {
    await page.setInputFiles('#bundle-file', upload('cut.zip', 'PK\u0003\u0004'));
    await page.waitForSelector('.answer');
    assert.equal(await codeOf(page, 'content'), 'ARCHIVE_UNREADABLE');

    await page.setInputFiles('#bundle-file', [upload('a.pdf', ''), upload('b.pdf', '')]);
    await page.waitForSelector('[data-code="BUNDLE_MISSING"]');
  });

  it('takes what is dropped, folders opened', async () => {
    await dropOn(page, '#drop', [join(folder, 'batch')]);
    await page.waitForSelector('.list');

    assert.equal((await kinds()).length, SIZE + 2);
    assert.match(await page.locator('.list .file').first().innerText(), /^batch\/forged\.json$/);
  });

  it('judges by several profiles that the reader chose, whichever is the network’s', async () => {
    server.answers.set('/.well-known/chopmark-trust.json', { status: 503, body: '{}' });
    const other = await ProofKit.create();
    await page.reload();
    await page.setInputFiles('#trust-file', [
      upload('other.json', other.profile({ network: 'cd'.repeat(32) as never, name: 'Other network' })),
    ]);
    await page.waitForFunction(() => document.querySelectorAll('#trust dl').length === 1);
    await page.setInputFiles('#bundle-file', upload('a.json', kit.batch().bundle(0, { clock: now() })));
    await page.waitForSelector('.answer.bad');
    assert.equal(await codeOf(page, 'issuer'), 'NETWORK_MISMATCH');

    await page.setInputFiles('#trust-file', upload('trust.json', kit.profile()));
    await page.waitForSelector('.answer.good');

    assert.equal(await page.locator('#trust dl').count(), 2, 'the second was added to the first');
    await page.click('#trust-own');
    await page.waitForSelector('.answer.open');
  });

  it('checks signatures in plain JavaScript where the browser offers none', async () => {
    await browser.done();
    page = await browser.open(`${server.url}/`, { plain: true });
    await page.goto(`${server.url}/verify`);
    assert.equal(await page.evaluate(() => (crypto as { subtle?: unknown }).subtle), undefined);
    const batch = kit.batch();
    const honest = batch.bundle(0, { clock: now() });
    const { statement } = honest;
    assert.ok(statement);
    const [first, ...rest] = statement.endorsements;
    assert.ok(first && rest[0]);
    const swapped = [{ ...first, signature: rest[0].signature }, ...rest];

    await page.setInputFiles('#bundle-file', upload('a.json', honest));
    await page.waitForSelector('.answer.good');
    await page.setInputFiles(
      '#bundle-file',
      upload('b.json', { ...honest, statement: { ...statement, endorsements: swapped } }),
    );
    await page.waitForSelector('.answer.bad');
    assert.equal(await codeOf(page, 'validity'), 'ENDORSEMENT_SIGNATURE_INVALID');
  });
});
