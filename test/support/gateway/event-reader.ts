/**
 * A reader of server-sent events.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { get, type IncomingMessage, type OutgoingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

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

export async function eventually(holds: () => boolean, soFar = (): string => ''): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries > 12_000) assert.fail(`it never came: ${soFar()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
