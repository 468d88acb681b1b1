/** Somebody who hears by a webhook: a server that checks each message with another implementation of the standard. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface Heard {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Reply = number | { readonly status: number; readonly headers?: Record<string, string> };

export class WebhookReceiver {
  readonly heard: Heard[] = [];
  /** What the next messages are answered with, one each; then 204. */
  readonly replies: Reply[] = [];
  /** Messages whose signature did not fit. */
  refused = 0;
  secret = '';
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        const reply = receiver.#take(body, request.headers);
        const { status, headers = {} } = typeof reply === 'number' ? { status: reply } : reply;
        response.writeHead(status, headers).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #take(body: string, headers: IncomingHttpHeaders): Reply {
    try {
      new Webhook(this.secret).verify(body, headers as Record<string, string>);
    } catch {
      this.refused += 1;
      return 401;
    }
    const { type, data } = JSON.parse(body) as { type: string; data: { id: string } };
    this.heard.push({ id: String(headers['webhook-id']), type, subject: data.id, headers, body });
    return this.replies.shift() ?? 204;
  }
}
