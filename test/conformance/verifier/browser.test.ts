import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Verdict } from '@chopmark/core/verify';
import { launchBrowser } from '../../support/browser.js';
import { PageServer } from '../../support/page-server.js';
import type { BrowserCase } from './browser-entry.js';
import { answerOf, inputOf, readCases, trustOf } from './read-cases.js';

declare const judgeCases: (cases: readonly BrowserCase[]) => Promise<Verdict[]>;

/** The browser's build, in one page for all cases, under the policy that a gateway gives its pages. */
describe('verifier in Chromium', function () {
  this.timeout(300_000);

  it('answers every case as expected, and asks nobody', async function () {
    const browser = await launchBrowser(this);
    const cases = readCases();
    const server = await PageServer.start();
    server.answers.set('/judge.js', {
      status: 200,
      type: 'text/javascript; charset=utf-8',
      body: await script(),
    });
    server.answers.set('/judge', {
      status: 200,
      type: 'text/html; charset=utf-8',
      body: '<!doctype html><script src="/judge.js"></script>',
    });
    try {
      const page = await browser.newPage();
      await page.goto(`${server.url}/judge`);
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));

      const verdicts = await page.evaluate(
        (list) => judgeCases(list),
        cases.map((one) => ({
          input: inputOf(one).toString('base64'),
          kind: one.input,
          trust: trustOf(one).map((file) => file.toString('base64')),
          now: one.now,
        })),
      );

      for (const [at, one] of cases.entries())
        assert.deepEqual(answerOf(verdicts[at]!), one.expected, one.id);
      assert.deepEqual(asked, []);
    } finally {
      await browser.close();
      await server.stop();
    }
  });
});

/** Built as scripts/bundle-web.mjs builds the page. */
async function script(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('browser-entry.ts', import.meta.url))],
    bundle: true,
    minify: true,
    charset: 'utf8',
    platform: 'browser',
    format: 'iife',
    target: ['chrome100', 'firefox100', 'safari15.4'],
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0]?.text ?? '';
}
