/**
 * Answers of a host that come when a test wants them: late, in another order, or never.
 *
 * @module
 */
import type { Page } from 'playwright-core';

export interface Held {
  /** Resolves when the page has asked. */
  readonly asked: Promise<void>;
  /** Lets the question through, and all that follow. */
  readonly release: () => void;
  /** Breaks the connection, of all that follow too. */
  readonly cut: () => void;
}

/** Holds whatever the page asks of an address. @param address As of `page.route`. */
export async function hold(page: Page, address: string): Promise<Held> {
  let seen!: () => void;
  let decide!: (how: 'continue' | 'abort') => void;
  const asked = new Promise<void>((resolve) => (seen = resolve));
  const decision = new Promise<'continue' | 'abort'>((resolve) => (decide = resolve));
  await page.route(address, async (route) => {
    seen();
    const how = await decision;
    // The page may be gone by then.
    await route[how]().catch(() => undefined);
  });
  return { asked, release: () => decide('continue'), cut: () => decide('abort') };
}

/**
 * Resolves when the page has done what its last answers and the reader's last acts let it do: what it asks of its host
 * now is answered behind them, and what it draws is drawn.
 */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let round = 0; round < 3; round += 1) {
      await (await fetch(location.pathname)).arrayBuffer();
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    }
  });
}
