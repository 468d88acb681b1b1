/**
 * What every group of calls speaks through: typed calls for JSON, streams for what is large.
 *
 * @module
 */
import createClient, { type Client } from 'openapi-fetch';
import { ChopmarkError } from '../error.js';
import type { paths } from '../generated/api.js';
import type { CallOptions, Transport } from '../transport/transport.js';

type Query = Readonly<Record<string, string | number | undefined>>;

export interface StreamOptions extends CallOptions {
  readonly accept?: string;
  readonly query?: Query;
}

export class Wire {
  /** Every route of the gateway, typed by its OpenAPI document; what it answers is checked and retried as all calls are. */
  readonly api: Client<paths>;
  readonly transport: Transport;
  readonly #base: string;

  constructor(transport: Transport, base: string) {
    this.transport = transport;
    this.#base = base;
    this.api = createClient<paths>({ baseUrl: base, fetch: (request) => transport.send(request) });
  }

  /** Options of a typed call with a time limit of its own. */
  under(options: CallOptions): { fetch: (request: Request) => Promise<Response> } {
    return { fetch: (request) => this.transport.send(request, options) };
  }

  /** What a typed call brought; an answer of success without it is no gateway's. */
  require<T>(data: T | undefined): T {
    if (data === undefined) throw new ChopmarkError('UNEXPECTED_ANSWER', 'an answer without its body');
    return data;
  }

  stream(method: 'GET', path: string, { accept, query, ...options }: StreamOptions): Promise<Response> {
    const address = this.address(path, query);
    const headers = accept === undefined ? {} : { Accept: accept };
    return this.transport.stream(() => new Request(address, { method, headers }), true, options);
  }

  async download(path: string, query: Query, options: CallOptions): Promise<ReadableStream<Uint8Array>> {
    const { body } = await this.stream('GET', path, { query, ...options });
    return this.require(body ?? undefined);
  }

  address(path: string, query: Query = {}): string {
    const url = new URL(`${this.#base}${path}`);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.append(name, String(value));
    return url.href;
  }
}
