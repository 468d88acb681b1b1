/**
 * A real gateway over a real database on a port of its own, and the browser that visits it.
 *
 * @module
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { createApp } from '@chopmark/gateway';
import { launchBrowser } from './browser.js';
import { AccessWorld } from './gateway/access-world.js';
import type { TestGateway } from './gateway-app.js';

export class BrowsedGateway {
  browser!: Browser;
  gateway!: TestGateway;
  /** `http://127.0.0.1:<port>` */
  origin!: string;
  #world: AccessWorld | undefined;
  #server: Server | undefined;

  /** For the suite that calls it: started before its own hooks; skips it where there is no browser. */
  static ofSuite(): BrowsedGateway {
    const browsed = new BrowsedGateway();
    before(async function () {
      browsed.browser = await launchBrowser(this);
      await browsed.#start();
    });
    after(() => browsed.#end());
    return browsed;
  }

  async #start(): Promise<void> {
    this.#world = await AccessWorld.create();
    // A browser has the machine's clock: to it a session that began on a fixed day is over some day.
    this.gateway = await this.#world.gateway({ now: new Date() });
    const server = createApp(this.gateway.context).listen(0, '127.0.0.1');
    this.#server = server;
    await new Promise((resolve) => server.once('listening', resolve));
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async #end(): Promise<void> {
    await (this.browser as Browser | undefined)?.close();
    this.#server?.close();
    this.#server?.closeAllConnections();
    await this.#world?.end();
  }
}
