/**
 * A browser for the verification page, which notes what must never happen: a request to anybody else, a fault, a
 * breach of the page's content policy.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from './browser.js';

const NO_SUBTLE = "Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined });";

export class VerifyBrowser {
  readonly #foreign: string[] = [];
  readonly #complaints: string[] = [];
  #context: BrowserContext | undefined;

  private constructor(private readonly browser: Browser) {}

  /** Skips the suite where there is no browser. */
  static async launch(suite: Mocha.Context): Promise<VerifyBrowser> {
    return new VerifyBrowser(await launchBrowser(suite));
  }

  /**
   * A page that may ask for addresses beginning with `own` only.
   *
   * @param options `offline` cuts the network; `plain` takes the browser's own signatures away; `locale`.
   */
  async open(
    own: string,
    {
      offline = false,
      plain = false,
      locale = 'en-GB',
      viewport = { width: 1280, height: 900 },
    }: {
      readonly offline?: boolean;
      readonly plain?: boolean;
      readonly locale?: string;
      readonly viewport?: { readonly width: number; readonly height: number };
    } = {},
  ): Promise<Page> {
    this.#context = await this.browser.newContext({ locale, offline, viewport });
    // As text: a compiled function would name its compiler's helpers.
    if (plain) await this.#context.addInitScript({ content: NO_SUBTLE });
    const page = await this.#context.newPage();
    page.on('request', (request) => {
      if (!request.url().startsWith(own)) this.#foreign.push(request.url());
    });
    page.on('pageerror', (error) => this.#complaints.push(String(error)));
    page.on('console', (message) => {
      if (/Content.Security.Policy|Trusted/i.test(message.text())) this.#complaints.push(message.text());
    });
    return page;
  }

  /** Ends the page and fails when something happened that must not. */
  async done(): Promise<void> {
    await this.#context?.close();
    this.#context = undefined;
    assert.deepEqual(this.#foreign.splice(0), [], 'nothing is asked of anybody else');
    assert.deepEqual(this.#complaints.splice(0), [], 'no fault, no breach of the content policy');
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}

/** Drops files or folders of this disk on the middle of an element, as a hand does. */
export async function dropOn(page: Page, selector: string, files: readonly string[]): Promise<void> {
  const box = await page.locator(selector).boundingBox();
  assert.ok(box, `${selector} is not to be seen`);
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', {
      type,
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      data,
    });
  await session.detach();
}

/** A file for an input element of the page. */
export function upload(name: string, content: unknown): { name: string; mimeType: string; buffer: Buffer } {
  const isRaw = typeof content === 'string' || content instanceof Uint8Array;
  return {
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(isRaw ? content : JSON.stringify(content)),
  };
}

/** Code of the finding about a question, as the page shows it. */
export function codeOf(page: Page, question: string): Promise<string | null> {
  return page.locator(`[data-question="${question}"]`).getAttribute('data-code');
}
