/**
 * The browser of tests: whichever chromium the machine has.
 *
 * @module
 */
import { type Browser, chromium } from 'playwright-core';
import { findProgram, requireOrSkip } from './require.js';

/** For Debian's Chromium: no sandbox as root, and no request of its own to anybody. */
const FLAGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-dev-shm-usage',
];

/** A cold start beside other suites takes its time. */
const LAUNCH_TIMEOUT_MS = 90_000;

/** Skips the suite where there is no browser. */
export async function launchBrowser(suite: Mocha.Context): Promise<Browser> {
  const found = findProgram(['chromium', 'chromium-browser', 'google-chrome']);
  const executablePath = requireOrSkip(suite, 'browser', found, 'install chromium');
  return chromium.launch({ executablePath, args: FLAGS, timeout: LAUNCH_TIMEOUT_MS });
}
