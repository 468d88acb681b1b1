import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { type TrustProfile, trustFingerprint } from '@chopmark/core/verify';
import { bundlesOfBatch, now, zipOf } from '../cli/verify/support.js';
import { ChannelKit } from '../support/channel-kit/channel-kit.js';
import { PROJECT, chopmark } from '../support/platform.js';
import { ProofKit, invoice, sha256 } from '../support/proof-kit.js';
import { VerifyBrowser, codeOf, upload } from '../support/verify-browser.js';

/** The file that `chopmark verifier` writes, opened from disk with the network cut. */
describe('the verifier in one file', function () {
  this.timeout(120_000);
  let browser: VerifyBrowser;
  let kit: ProofKit;
  let channel: ChannelKit;
  let profile: TrustProfile;
  let folder: string;

  const make = async (name: string, ...trust: readonly string[]): Promise<string> => {
    const file = join(folder, name);
    const named = trust.flatMap((one) => ['--trust', join(folder, one)]);
    const ended = await chopmark(['verifier', '--out', file, ...named]);
    assert.equal(ended.code, 0, ended.stderr);
    return pathToFileURL(file).href;
  };

  before(async function () {
    browser = await VerifyBrowser.launch(this);
    execFileSync(process.execPath, [join(PROJECT, 'scripts', 'bundle-verifier.mjs')]);
    folder = await mkdtemp(join(tmpdir(), 'chopmark-one-file-'));
    kit = await ProofKit.create();
    profile = kit.profile();
    channel = await ChannelKit.create();
    await writeFile(join(folder, 'trust.json'), JSON.stringify(profile));
  });

  after(async () => {
    await (browser as VerifyBrowser | undefined)?.close();
    if (folder as string | undefined) await rm(folder, { recursive: true });
  });

  for (const plain of [false, true]) {
    describe(plain ? 'where the browser offers no signatures' : 'where the browser offers signatures', () => {
      let page: Page;
      beforeEach(async () => {
        const address = await make('verifier.html', 'trust.json');
        page = await browser.open(address, { offline: true, plain });
        await page.goto(address);
        assert.equal(await page.evaluate(() => Boolean((crypto as { subtle?: unknown }).subtle)), !plain);
      });
      afterEach(() => browser.done());

      const judge = async (content: unknown): Promise<string | null> => {
        await page.setInputFiles('#bundle-file', upload('bundle.json', content));
        await page.waitForSelector('.answer');
        return page.locator('.answer').getAttribute('data-tone');
      };

      it('calls a valid bundle valid, and shows whom it believes', async () => {
        assert.equal(await judge(kit.batch().bundle(0, { clock: now() })), 'good');

        assert.match(await page.locator('#answer').innerText(), /26001000000000000041/);
        const trust = await page.locator('#trust').innerText();
        assert.ok(trust.includes(trustFingerprint(sha256, profile)));
        assert.match(trust, /written into this file/);
      });

      it('judges the transaction and the block of a full bundle', async () => {
        await page.setInputFiles('#trust-file', upload('channel.json', channel.kit.profile()));
        await page.waitForFunction(() => document.querySelector('#trust')?.textContent.includes('You chose'));

        assert.equal(await judge(channel.batch().full(0, { statement: { clock: now() } })), 'good');
        assert.equal(await codeOf(page, 'transaction'), 'TRANSACTION_ENDORSED');
        assert.equal(await codeOf(page, 'ordering'), 'BLOCK_ORDERED');
      });

      it('calls a changed total inconsistent', async () => {
        const honest = kit.batch().bundle(0, { clock: now() });
        const { header } = honest.document;
        const required = { ...header.required, totalGross: '1113.00' };

        assert.equal(
          await judge({ ...honest, document: { ...honest.document, header: { ...header, required } } }),
          'bad',
        );
        assert.equal(await codeOf(page, 'content'), 'CONTENT_NOT_ATTESTED');
      });

      it('cannot decide by two signers', async () => {
        assert.equal(await judge(kit.batch().bundle(0, { clock: now(), signers: kit.signers(2) })), 'open');
        assert.equal(await codeOf(page, 'validity'), 'SIGNERS_TOO_FEW');
      });

      it('judges an archive of many with evidence', async () => {
        await page.setInputFiles('#bundle-file', upload('a.zip', await zipOf(bundlesOfBatch(kit, 20))));
        await page.waitForSelector('.list');

        assert.deepEqual(await page.locator('.sum li').allInnerTexts(), ['20 valid and in force']);
      });
    });
  }

  it('believes nobody when no profile was written into it, until the reader chooses one', async () => {
    const address = await make('bare.html');
    const page = await browser.open(address, { offline: true });
    await page.goto(address);
    await page.setInputFiles('#bundle-file', upload('a.json', kit.batch().bundle(0, { clock: now() })));
    await page.waitForSelector('.answer.open');
    assert.equal(await codeOf(page, 'issuer'), 'PROFILE_MISSING');
    assert.match(await page.locator('#trust').innerText(), /No trust profile was written into this file/);

    await page.setInputFiles('#trust-file', upload('trust.json', profile));
    await page.waitForSelector('.answer.good');
    await browser.done();
  });

  it('says what to do when the profiles in it were damaged', async () => {
    const address = await make('damaged.html', 'trust.json');
    const file = join(folder, 'damaged.html');
    const whole = await readFile(file, 'utf8');
    await writeFile(file, whole.replace('id="profiles">[', 'id="profiles">'));
    const page = await browser.open(address, { offline: true });
    await page.goto(address);
    await page.setInputFiles('#bundle-file', upload('a.json', kit.batch().bundle(0, { clock: now() })));
    await page.waitForSelector('.answer.open');

    assert.equal(await codeOf(page, 'issuer'), 'PROFILE_MISSING');
    assert.match(await page.locator('#trust').innerText(), /PROFILE_UNREADABLE/);
    await browser.done();
  });

  it('shows markup in profile and document as text, and speaks Chinese', async () => {
    const evil = '</script><img src=x onerror=alert(1)>';
    await writeFile(join(folder, 'evil.json'), JSON.stringify({ ...profile, name: evil }));
    const address = await make('evil.html', 'evil.json');
    const page = await browser.open(address, { offline: true, locale: 'zh-CN' });
    await page.goto(address);
    const bundle = kit.batch([invoice({ remark: evil })]).bundle(0, { clock: now() });
    await page.setInputFiles('#bundle-file', upload('a.json', bundle));
    await page.waitForSelector('.answer.good');
    await page.click('.document summary');

    assert.match(await page.locator('.answer h2').innerText(), /与账本记录一致/);
    assert.ok((await page.locator('#trust').innerText()).includes(evil));
    assert.ok((await page.locator('#answer').innerText()).includes(evil));
    assert.equal(await page.locator('img').count(), 0);
    await browser.done();
  });
});
