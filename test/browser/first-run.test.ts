import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.js';
import { type Running, TestPlatform } from '../support/platform.js';

/** What a newcomer does first: opens the link that `npm start` prints. Served by the real gateway under its own content policy. */
describe('the link of the first run', function () {
  this.timeout(180_000);
  let browser: Browser;
  let platform: TestPlatform;
  let running: Running;

  before(async function () {
    browser = await launchBrowser(this);
    platform = await TestPlatform.create(15);
    running = await platform.start();
  });

  after(async () => {
    await (browser as Browser | undefined)?.close();
    await (platform as TestPlatform | undefined)?.destroy();
  });

  /** Opens a page and gives its text once the verdict stands there; every request must go to the tax gateway. */
  async function judged(url: string, answer: RegExp): Promise<string> {
    const page = await browser.newPage({ locale: 'en-GB' });
    const foreign: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(`${running.gateways.tax}/`)) foreign.push(request.url());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(url);
    await page.getByText(answer).first().waitFor();
    const text = await page.locator('body').innerText();
    await page.close();
    assert.deepEqual(foreign, []);
    assert.deepEqual(complaints, []);
    return text;
  }

  it('shows the sample as consistent and in force, with its seller and total', async () => {
    const text = await judged(running.verifyUrl, /Consistent with the ledger/);

    assert.match(text, /示例灯笼制造有限公司/);
    assert.match(text, /1988\.80/);
    assert.match(text, /[Dd]evelopment network/);
  });

  it('shows the forged copy as not consistent', async () => {
    await judged(running.verifyUrl.replace('bundle.json', 'bundle-forged.json'), /Not consistent/);
  });

  it('shows the interface description without asking anybody else', async () => {
    const text = await judged(`${running.gateways.tax}/docs`, /\/v1\/invoices/);

    assert.match(text, /Chopmark/);
  });
});
