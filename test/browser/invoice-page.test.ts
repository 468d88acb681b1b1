import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { BrowsedGateway } from '../support/browsed-gateway.js';
import { invoiceBody } from '../support/gateway/invoice-bodies.js';

const NAME = '*信息技术服务*年度平台维护与技术支持费（含节假日值守）';

/** The buyer's page in a real browser: on a phone, at a desk, and on paper. */
describe('the page behind a secret link', function () {
  this.timeout(120_000);
  const browsed = BrowsedGateway.ofSuite();
  let secret: string;

  before(async () => {
    const lines = [
      {
        name: NAME,
        specification: 'CM-2026/企业版',
        unit: '项',
        quantity: '1',
        unitPrice: '12345678.90',
        net: '12345678.90',
        rate: '0.06',
        tax: '740740.73',
        kind: 'normal',
      },
      { name: '*工艺品*节庆灯笼', net: '176.00', rate: '0.13', tax: '22.88', kind: 'normal' },
    ];
    const totals = { totalNet: '12345854.90', totalTax: '740763.61', totalGross: '13086618.51' };
    const { number } = (await browsed.gateway.issue(invoiceBody({ lines, ...totals })).expect(201)).body;
    const made = await browsed.gateway
      .send('post', `/v1/invoices/${number}/links`, 'issuer')
      .send({ expiresInDays: 7 });
    secret = (made.body as unknown as { secret: string }).secret;
  });

  /** Fails when the page asked another host, ran into its own policy, or an address of its own was missing. */
  async function visit(width: number, locale: string, path = `/i/${secret}`): Promise<Page> {
    const page = await browsed.browser.newPage({ locale, viewport: { width, height: 844 } });
    const complaints: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(browsed.origin)) complaints.push(request.url());
    });
    page.on('response', (response) => {
      if (response.status() >= 400 && new URL(response.url()).pathname !== path)
        complaints.push(`${response.status()} ${response.url()}`);
    });
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) complaints.push(message.text());
    });
    await page.goto(browsed.origin + path);
    assert.deepEqual(complaints, []);
    return page;
  }

  /** Texts whose boxes reach out of the window, or out of a box that cuts or scrolls them. */
  const cutOff = (page: Page): Promise<string[]> =>
    page.evaluate(() =>
      [...document.querySelectorAll('p, h1, h2, dt, dd, td, tbody + tfoot th, nav a')]
        .filter((element) => {
          const { right, width } = element.getBoundingClientRect();
          const within = element.closest('.wide')?.getBoundingClientRect().right ?? innerWidth;
          return width > 0 && right > Math.min(innerWidth, within) + 1;
        })
        .map((element) => element.textContent),
    );

  for (const width of [360, 390, 800, 980, 1200])
    it(`shows everything at ${width} pixels, in Chinese and in English`, async () => {
      for (const locale of ['zh-CN', 'en-GB']) {
        const page = await visit(width, locale);

        assert.deepEqual(await cutOff(page), [], locale);
        const name = await page.getByText(NAME).boundingBox();
        assert.ok(name !== null && name.width >= 110 && name.height < 160, JSON.stringify(name));
        for (const text of ['740740.73', '¥ 13086618.51'])
          assert.ok(await page.getByText(text, { exact: true }).isVisible(), text);
        await page.close();
      }
    });

  it('leaves out on a phone what a line does not have', async () => {
    const page = await visit(390, 'zh-CN');
    const line = page.locator('tbody tr').nth(1);
    assert.ok(!(await line.locator('[data-label="单价"]').isVisible()));
    assert.ok(await line.locator('[data-label="税额"]').isVisible());
    await page.close();
  });

  it('shows everything on paper', async () => {
    const page = await visit(718, 'zh-CN');
    await page.emulateMedia({ media: 'print' });

    assert.deepEqual(await cutOff(page), []);
    assert.ok(await page.getByText('税额').first().isVisible(), 'the heads of the columns');
    assert.ok(await page.getByRole('note').isVisible(), 'the notice');
    await page.close();
  });

  it('says in plain sight that a development network is one, in the words of the verification page', async () => {
    for (const [locale, words] of [
      ['zh-CN', /不是合法有效的发票.*开发网络/],
      ['en-GB', /no legal invoice.*Development network/],
    ] as const) {
      const page = await visit(390, locale);
      const banner = page.getByRole('note');
      assert.match(await banner.innerText(), words);
      assert.equal((await banner.boundingBox())?.y, 0);
      await page.close();
    }
  });

  it('answers a link that opens nothing with a page that says what to do', async () => {
    for (const [locale, words] of [
      ['zh-CN', /此链接无法打开[^]*向销售方索取新链接/],
      ['en-GB', /This link opens nothing[^]*ask the seller for a new link/],
    ] as const) {
      const page = await visit(390, locale, `/i/cl_${'A'.repeat(43)}`);
      assert.match(await page.locator('main').innerText(), words);
      assert.deepEqual(await cutOff(page), []);
      await page.close();
    }
  });
});
