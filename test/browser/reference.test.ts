import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp, routesOf } from '@chopmark/gateway';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.js';
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
    await page.locator('.opblock').first().waitFor();

    assert.equal(await page.locator('.opblock').count(), routesOf(gateway.context).length);
    assert.deepEqual(
      asked.filter((url) => !url.startsWith(origin) && !url.startsWith('data:')),
      [],
    );
    assert.deepEqual(faults, []);
  });
});
