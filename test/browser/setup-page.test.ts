import assert from 'node:assert/strict';
import { BrowsedGateway } from '../support/browsed-gateway.js';
import { PASSWORD } from '../support/gateway-app.js';
import { hold } from '../support/held-answers.js';

const NEW_PASSWORD = 'seven lanterns over Qiantang';

/** The page of the real gateway under its own content policy, over a real database. */
describe('the page behind a setup link', function () {
  this.timeout(120_000);
  const browsed = BrowsedGateway.ofSuite();

  async function secretOf(): Promise<string> {
    const { body } = await browsed.gateway.send(
      'post',
      `/v1/accounts/${browsed.gateway.accountId('issuer')}/reset`,
      'administrator',
    );
    return (body as unknown as { setup: { secret: string } }).setup.secret;
  }

  async function open(secret: string, locale: string) {
    const page = await browsed.browser.newPage({ locale });
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('status of 4'))
        complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(browsed.origin)) complaints.push(request.url());
      if (request.url().includes(secret)) complaints.push('the secret stands in an address');
    });
    await page.goto(`${browsed.origin}/setup#${secret}`);
    const fill = async (first: string, second: string): Promise<string> => {
      await page.getByLabel(/^(Password|密码)$/).fill(first);
      await page.getByLabel(/^(Once more|再次输入)$/).fill(second);
      await page.getByRole('button').click();
      await page.waitForFunction(() => document.querySelector('button')?.disabled === false);
      return page.locator('#note').innerText();
    };
    return { page, complaints, fill };
  }

  it('lets the owner set a password, and forgets the secret', async () => {
    const { page, complaints, fill } = await open(await secretOf(), 'en-GB');
    assert.equal(new URL(page.url()).hash, '', 'the secret left the address bar');
    const account = page.getByLabel('Account');
    await account.waitFor();
    assert.equal(await account.inputValue(), 'issuer');
    assert.equal(await account.isEditable(), false);

    assert.equal(await fill(NEW_PASSWORD, 'another'), 'The two are not the same.');
    const refused = await fill('Password123456789', 'Password123456789');
    assert.match(refused, /^This password is not taken\. Reason: .*among the first that are guessed/);
    const next = page.getByRole('link', { name: 'Verify a document' });
    assert.ok(!(await next.isVisible()));
    assert.equal(await fill(NEW_PASSWORD, NEW_PASSWORD), 'Done. You can sign in now.');
    assert.ok(await next.isVisible());
    assert.equal(await next.getAttribute('href'), '/verify');
    assert.match(await page.locator('.host').innerText(), /the tax bureau/);

    assert.deepEqual(complaints, []);
    await browsed.gateway
      .send('post', '/v1/sessions')
      .send({ account: 'issuer', password: NEW_PASSWORD })
      .expect(201);
    await page.close();
  });

  it('speaks Chinese to who reads it, and says when a secret counts no more', async () => {
    const { page, fill, complaints } = await open(`cs_${'A'.repeat(43)}`, 'zh-CN');

    assert.equal(await page.locator('h1').innerText(), '设置密码');
    await page.getByText('设置密钥不存在').waitFor();
    assert.ok(!(await page.getByLabel('账号').isVisible()));
    assert.equal(await page.locator('#account').inputValue(), '');
    assert.match(await fill(NEW_PASSWORD, NEW_PASSWORD), /设置密钥不存在/);
    assert.match(await page.locator('.host').innerText(), /税务局/);
    assert.deepEqual(complaints, []);
    await page.close();
  });

  describe('when its owner or its host does not keep step', () => {
    it('sets the password once for two clicks, and says that it is set', async () => {
      const { page } = await open(await secretOf(), 'en-GB');
      let asked = 0;
      page.on('request', (request) => {
        if (request.url().endsWith('/v1/account-setups')) asked += 1;
      });
      const held = await hold(page, '**/v1/account-setups');
      await page.getByLabel('Password').fill(NEW_PASSWORD);
      await page.getByLabel('Once more').fill(NEW_PASSWORD);
      await page.evaluate(() => {
        const form = document.querySelector('form');
        form?.requestSubmit();
        form?.requestSubmit();
      });
      await held.asked;
      assert.equal(await page.locator('#note').innerText(), 'One moment …');
      assert.ok(await page.getByRole('button').isDisabled());
      held.release();
      await page.getByText('Done. You can sign in now.').waitFor();

      assert.equal(asked, 1);
      await page.close();
    });

    it('takes the whole link where a cut one was opened before', async () => {
      const { page, fill } = await open('', 'en-GB');
      assert.match(await page.locator('#note').innerText(), /open the whole link/);
      const secret = await secretOf();
      // What an address bar does when only what is behind the # differs.
      await page.evaluate((hash) => {
        location.hash = hash;
      }, secret);
      await page.waitForFunction(() => document.querySelector('#note')?.textContent === '');

      assert.equal(new URL(page.url()).hash, '');
      assert.equal(await fill(NEW_PASSWORD, NEW_PASSWORD), 'Done. You can sign in now.');
      await page.close();
    });

    it('says what to do when no answer comes, when one breaks off, and when it is no answer', async () => {
      const { page, fill } = await open(await secretOf(), 'en-GB');
      await page.getByLabel('Password').fill(NEW_PASSWORD);
      await page.getByLabel('Once more').fill(NEW_PASSWORD);
      await page.clock.install();
      const held = await hold(page, '**/v1/account-setups');
      await page.getByRole('button').click();
      await held.asked;
      await page.clock.fastForward(120_000);
      await page.getByText(/does not answer.*try again/).waitFor();
      held.cut();
      await page.unroute('**/v1/account-setups');

      for (const body of ['<html>', '{}', 'null']) {
        await page.route('**/v1/account-setups', (route) => route.fulfill({ status: 503, body }));
        await page.getByRole('button').click();
        await page.getByText(/does not answer.*try again/).waitFor();
        await page.unroute('**/v1/account-setups');
      }
      assert.equal(await fill(NEW_PASSWORD, NEW_PASSWORD), 'Done. You can sign in now.');
      await page.close();
    });

    it('cannot be used, and says so, while its script is not there', async () => {
      const page = await browsed.browser.newPage({ locale: 'en-GB' });
      const script = await hold(page, '**/setup/page.js');
      const opened = page.goto(`${browsed.origin}/setup#cs_x`, { waitUntil: 'commit' });
      await script.asked;
      script.cut();
      await opened;

      assert.match(await page.locator('#note').innerText(), /reload/);
      assert.ok(await page.getByRole('button').isDisabled());
      await page.close();
    });
  });

  it('keeps a session for a page in a cookie that its scripts do not see, over http on this machine too', async () => {
    const { page } = await open('', 'en-GB');
    const seen = await page.evaluate(async (password) => {
      const headers = { 'content-type': 'application/json' };
      const credentials = JSON.stringify({ account: 'auditor', password, refreshBy: 'cookie' });
      const signedIn = await fetch('/v1/sessions', { method: 'POST', headers, body: credentials });
      const refreshed = await fetch('/v1/sessions/refresh', { method: 'POST', headers, body: '{}' });
      const { accessToken } = (await refreshed.json()) as { accessToken: string };
      const me = await fetch('/v1/me', { headers: { authorization: `Bearer ${accessToken}` } });
      return { cookie: document.cookie, statuses: [signedIn.status, refreshed.status, me.status] };
    }, PASSWORD);

    assert.deepEqual(seen, { cookie: '', statuses: [201, 201, 200] });
    await page.close();
  });
});
