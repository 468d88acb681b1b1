/**
 * Serves the built pages as a gateway does, with the answers that a test puts in; for the browser suite.
 *
 * @module
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../../web/dist', import.meta.url));
const BUNDLE_WEB = fileURLToPath(new URL('../../scripts/bundle-web.mjs', import.meta.url));
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
  /** Path → answer; what is not here comes from the built pages. */
  readonly answers = new Map<string, PageAnswer | ((body: string) => PageAnswer)>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
    private readonly pages: string,
  ) {}

  /** With the pages as their sources are, built into a folder of its own: platforms of other suites serve web/dist meanwhile. */
  static async withPages(): Promise<PageServer> {
    const pages = await mkdtemp(join(tmpdir(), 'chopmark-pages-'));
    execFileSync(process.execPath, [BUNDLE_WEB, pages]);
    return PageServer.start(pages);
  }

  /** @param pages Folder of built pages. */
  static async start(pages = DIST): Promise<PageServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const page = new PageServer(server, `http://127.0.0.1:${port}`, pages);
    server.on('request', (request, response) => {
      void page.#answer(request).then(
        ({ status, type = 'application/json', body }) => {
          response.writeHead(status, { 'content-type': type, 'content-security-policy': POLICY }).end(body);
        },
        // A page that was closed while it asked.
        () => response.destroy(),
      );
    });
    return page;
  }

  put(path: string, value: unknown): void {
    this.answers.set(path, { status: 200, body: JSON.stringify(value) });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    if (this.pages !== DIST) await rm(this.pages, { recursive: true });
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
        body: await readFile(join(this.pages, file), 'utf8'),
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
