/**
 * Work that goes on after its answer.
 *
 * @module
 */
import { ChopmarkError, retryAfterOf } from '../error.js';
import type { components, operations } from '../generated/api.js';
import { Deadline, pause } from '../transport/patience.js';
import type { CallOptions } from '../transport/transport.js';
import { valuesOf } from './ndjson.js';
import type { Wire } from './wire.js';

export type Operation = components['schemas']['Operation'];
export type LineResult = components['schemas']['LineResult'];
type BundlesQuery = NonNullable<operations['getOperationBundles']['parameters']['query']>;

/** How long a wait lasts unless said. */
const WAIT_MS = 10 * 60_000;
/** Between two questions, unless the gateway says otherwise. */
const POLL_MS = 1000;

export class Operations {
  readonly #wire: Wire;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  async get(id: string, options?: CallOptions): Promise<Operation> {
    return (await this.#ask(id, options)).operation;
  }

  /**
   * Resolves when nothing is left to do, whatever came of it: see `state`.
   *
   * @param options `timeoutMs` for the whole wait, ten minutes unless said.
   * @throws {ChopmarkError} `TIMED_OUT`: the work goes on; `problem.operation` says which to wait for again,
   *   `causes` what stands in the way at the ledger
   */
  async wait(id: string, { signal, timeoutMs = WAIT_MS }: CallOptions = {}): Promise<Operation> {
    const deadline = new Deadline(signal, timeoutMs);
    let last: Operation | undefined;
    try {
      for (;;) {
        const { operation, pollMs } = await this.#ask(id, { signal: deadline.signal });
        if (operation.state !== 'running') return operation;
        last = operation;
        await pause(pollMs, deadline.signal);
      }
    } catch (cause) {
      if (!deadline.isOver) throw cause;
      const problem = { operation: { id, link: `/v1/operations/${id}` } };
      const causes = last?.waiting?.causes ?? [];
      const words = causes.map(({ detail }) => `; ${detail}`).join('');
      const facts = { cause, problem, causes };
      throw new ChopmarkError('TIMED_OUT', `operation ${id} is still running${words}`, facts);
    } finally {
      deadline.clear();
    }
  }

  /** What became of each line, in their order, as it arrives: a million of them need no memory. */
  async *results(id: string, options?: CallOptions): AsyncGenerator<LineResult> {
    const path = `/v1/operations/${encodeURIComponent(id)}/results`;
    const response = await this.#wire.stream('GET', path, { accept: 'application/x-ndjson', ...options });
    if (response.body !== null) yield* valuesOf<LineResult>(response.body);
  }

  /** A ZIP archive with the proofs of all its invoices, as it arrives. */
  async bundles(
    id: string,
    { parts, firstLine, lastLine, ...options }: BundlesQuery & CallOptions = {},
  ): Promise<ReadableStream<Uint8Array>> {
    const path = `/v1/operations/${encodeURIComponent(id)}/bundles`;
    return this.#wire.download(path, { parts, firstLine, lastLine }, options);
  }

  async #ask(id: string, options: CallOptions = {}): Promise<{ operation: Operation; pollMs: number }> {
    const { data, response } = await this.#wire.api.GET('/v1/operations/{id}', {
      params: { path: { id } },
      ...this.#wire.under(options),
    });
    return { operation: this.#wire.require(data), pollMs: retryAfterOf(response.headers) ?? POLL_MS };
  }
}
