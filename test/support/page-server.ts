/**
 * Serves the built pages as a gateway does, with the answers that a test puts in; for the browser suite.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../../web/dist', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
/** As strict as a gateway's header for pages. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export interface PageAnswer {
  readonly status: number;
  readonly type?: string;
  readonly body: string;
}

export class PageServer {
  /** Path → answer; what is not here comes from web/dist. */
  readonly answers = new Map<string, PageAnswer | ((body: string) => PageAnswer)>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<PageServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const page = new PageServer(server, `http://127.0.0.1:${port}`);
    server.on('request', (request, response) => {
      void page.#answer(request).then(({ status, type = 'application/json', body }) => {
        response.writeHead(status, { 'content-type': type, 'content-security-policy': POLICY }).end(body);
      });
    });
    return page;
  }

  put(path: string, value: unknown): void {
    this.answers.set(path, { status: 200, body: JSON.stringify(value) });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<PageAnswer> {
    const path = new URL(request.url ?? '/', this.url).pathname;
    const known = this.answers.get(path);
    if (known) return typeof known === 'function' ? known(await bodyOf(request)) : known;
    const file = path === '/' ? '/index.html' : extname(path) === '' ? `${path}.html` : path;
    try {
      return {
        status: 200,
        type: TYPES[extname(file)] ?? 'application/octet-stream',
        body: await readFile(join(DIST, file), 'utf8'),
      };
    } catch {
      return { status: 404, body: '{}' };
    }
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString();
}
