/**
 * A compact bundle judged by the verification page in Chromium: from the moment that the reader chose the file to the
 * answer in the page, profile and page being there. The page is served from this process.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ROOT } from '../bootstrap.mjs';
import { report, spread } from './report.mjs';

const ROUNDS = 30;

export async function benchVerifyBrowser() {
  await import('tsx/esm');
  const support = (file) => import(join(ROOT, 'test', 'support', file));
  const { ProofKit, invoice } = await support('proof-kit.ts');
  const { PageServer } = await support('page-server.ts');
  const { BROWSER_FLAGS } = await support('browser.ts');
  const { findProgram } = await support('require.ts');
  const program = findProgram(['chromium', 'chromium-browser', 'google-chrome']);
  if (program === undefined) throw new Error('verify-browser needs chromium');
  execFileSync(process.execPath, [join(ROOT, 'scripts', 'bundle-web.mjs')]);
  const kit = await ProofKit.create();
  const clock = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const bundle = JSON.stringify(kit.batch([invoice()]).bundle(0, { clock }));
  const server = await PageServer.start();
  server.put('/.well-known/chopmark-trust.json', kit.profile());
  const browser = await chromium.launch({ executablePath: program, args: BROWSER_FLAGS });
  try {
    const page = await browser.newPage();
    const times = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      // A fresh page each time: nothing that was judged before is known.
      await page.goto(`${server.url}/verify`);
      await page.waitForSelector('#trust dl');
      times.push(await page.evaluate(chooseAndWait, bundle));
    }
    report(
      'compact bundle judged by the page in Chromium',
      `${bundle.length} bytes`,
      `first ${times[0].toFixed(1)} ms`,
      ...spread(times),
    );
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Runs in the page. @returns Milliseconds from the choice to the answer. */
function chooseAndWait(text) {
  const { document, DataTransfer, File, Event, MutationObserver } = globalThis;
  const input = document.getElementById('bundle-file');
  const transfer = new DataTransfer();
  transfer.items.add(new File([text], 'bundle.json'));
  input.files = transfer.files;
  return new Promise((resolve, reject) => {
    const began = performance.now();
    new MutationObserver(() => {
      if (document.querySelector('.answer.good')) resolve(performance.now() - began);
      else if (document.querySelector('.answer')) reject(new Error('not valid'));
    }).observe(document.getElementById('answer'), { childList: true });
    input.dispatchEvent(new Event('change'));
  });
}
