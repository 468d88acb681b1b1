import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp, routesOf } from '@chopmark/gateway';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.js';
import { hold } from '../support/held-answers.js';
import { testGateway, type TestGateway } from '../support/gateway-app.js';

describe('/docs in a browser', function () {
  this.timeout(120_000);
  let gateway: TestGateway;
  let server: Server;
  let browser: Browser;
  let origin: string;

  before(async function () {
    browser = await launchBrowser(this);
    gateway = await testGateway();
    server = createServer(createApp(gateway.context));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    await (browser as Browser | undefined)?.close();
    (server as Server | undefined)?.closeAllConnections();
    (server as Server | undefined)?.close();
    (gateway as TestGateway | undefined)?.close();
  });

  it('shows every operation, and asks nothing of another host', async () => {
    const page = await browser.newPage();
    const asked: string[] = [];
    const faults: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(error.message));

    await page.goto(`${origin}/docs`);
    const count = routesOf(gateway.context).length;
    await page
      .locator('.opblock')
      .nth(count - 1)
      .waitFor();

    assert.equal(await page.locator('.opblock').count(), count);
    assert.deepEqual(
      asked.filter((url) => !url.startsWith(origin) && !url.startsWith('data:')),
      [],
    );
    assert.deepEqual(faults, []);
  });

  it('says what to do while its script is not there, and when the description does not come', async () => {
    const page = await browser.newPage();
    const script = await hold(page, '**/docs/swagger-ui-bundle.js');
    const opened = page.goto(`${origin}/docs`, { waitUntil: 'commit' });
    await script.asked;
    await opened;
    assert.match(await page.locator('#reference').innerText(), /刷新[^]*reload[^]*\/openapi\.json/);

    const description = await hold(page, '**/openapi.json');
    script.release();
    await description.asked;
    description.cut();
    await page.getByText(/Failed to load API definition/).waitFor();
    assert.doesNotMatch(await page.locator('#reference').innerText(), /刷新/);
  });

  it('marks the text for copying by hand where the browser copies nothing', async () => {
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await page.addInitScript({
      content: `navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));`,
    });
    await page.goto(`${origin}/docs/start`);
    const block = page.locator('pre').first();
    await page.getByRole('button').first().click();
    await page.waitForFunction(() => String(getSelection()) !== '');

    assert.equal(
      (await page.evaluate(() => String(getSelection()))).trim(),
      (await block.innerText()).trim(),
    );
    assert.deepEqual(faults, []);
  });
});
