/**
 * A reader of server-sent events, and a gateway that has some to tell.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { get, type IncomingMessage, type OutgoingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '@chopmark/gateway';
import type { TestGateway } from '../gateway-app.js';
import { invoiceBody } from './invoice-bodies.js';

/** One stream as it comes in. */
export class Reader {
  text = '';
  ended = false;
  readonly #answer: IncomingMessage;

  private constructor(answer: IncomingMessage) {
    this.#answer = answer;
    answer.on('data', (chunk: Buffer) => (this.text += chunk.toString('utf8')));
    answer.on('close', () => (this.ended = true));
  }

  static async open(server: Server, path: string, headers: OutgoingHttpHeaders): Promise<Reader> {
    const { port } = server.address() as AddressInfo;
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      get({ port, host: '127.0.0.1', path, headers }, resolve).on('error', reject);
    });
    return new Reader(answer);
  }

  get status(): number | undefined {
    return this.#answer.statusCode;
  }

  get type(): string | undefined {
    return this.#answer.headers['content-type'];
  }

  /** Events so far, as `name state anchored`. */
  get events(): string[] {
    return [...this.text.matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(([, name, data]) => {
      const { state, anchored } = JSON.parse(data ?? '') as { state: string; anchored: number };
      return `${name} ${state} ${anchored}`;
    });
  }

  close(): void {
    this.#answer.destroy();
  }

  until(holds: () => boolean): Promise<void> {
    return eventually(holds, () => this.text);
  }
}

/** Serves the gateway with a batch that stays under way until the desk lets it go. @returns Where its events stand */
export async function serveHeldBatch(gateway: TestGateway): Promise<{ server: Server; path: string }> {
  const server = createApp(gateway.context).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  gateway.desk.held = true;
  const { body } = await gateway
    .send('post', '/v1/invoice-batches', 'issuer')
    .set('Content-Type', 'application/x-ndjson')
    .send(JSON.stringify(invoiceBody()));
  return { server, path: `/v1/operations/${body.id}/events` };
}

/** Breaks what is still open. */
export async function stopServing(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

export async function eventually(holds: () => boolean, soFar = (): string => ''): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries > 12_000) assert.fail(`it never came: ${soFar()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
