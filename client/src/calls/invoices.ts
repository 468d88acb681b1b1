/**
 * Issuing invoices, finding them, and their proofs.
 *
 * @module
 */
import { ChopmarkError } from '../error.js';
import type { components, operations } from '../generated/api.js';
import { newKey } from '../transport/may-repeat.js';
import type { CallOptions } from '../transport/transport.js';
import { isRepeatable, linesOf } from './ndjson.js';
import type { Operation, Operations } from './operations.js';
import type { Wire } from './wire.js';

export type NewInvoice = components['schemas']['InvoiceRequest'];
export type Invoice = components['schemas']['Invoice'];
export type InvoiceDocument = components['schemas']['InvoiceDocument'];
/** On the ledger, with its number. */
export type AnchoredInvoice = Invoice & { readonly number: string; readonly state: 'anchored' };

type QueryOf<T extends keyof operations> = operations[T] extends { parameters: { query?: infer Q } }
  ? NonNullable<Q>
  : never;
export type InvoiceFilter = Omit<QueryOf<'listInvoices'>, 'cursor' | 'limit'>;
export type BundleOptions = QueryOf<'getInvoiceBundle'>;
export type BundleSelection = QueryOf<'getInvoiceBundles'>;

export interface IssueOptions extends CallOptions {
  /** Made at random unless given. Keep one of your own with the order, and a crash in between issues nothing twice. */
  readonly idempotencyKey?: string;
  /** How long the gateway may wait for the ledger before it answers; 0 to 30, default 5. */
  readonly waitSeconds?: number;
}

export type BatchOptions = Omit<IssueOptions, 'waitSeconds'>;

export interface InvoicePage {
  readonly items: readonly Invoice[];
  /** `null` on the last page. */
  readonly nextCursor: string | null;
}

/** What the gateway may wait, while somebody waits for a result anyhow. */
const LONG_WAIT_SECONDS = 10;
const PAGE = 100;

export class Invoices {
  readonly #wire: Wire;
  readonly #operations: Operations;

  constructor(wire: Wire, operations: Operations) {
    this.#wire = wire;
    this.#operations = operations;
  }

  /**
   * Issues an invoice. Once this resolves it is durable; it has its number when `state` is `anchored`.
   *
   * @throws {ChopmarkError} `RULE_VIOLATED`, `MALFORMED_REQUEST` with `errors`; `REFERENCE_USED` with the first invoice
   */
  async issue(invoice: NewInvoice, options: IssueOptions = {}): Promise<Invoice> {
    const { idempotencyKey = newKey(), waitSeconds, ...call } = options;
    const { data } = await this.#wire.api.POST('/v1/invoices', {
      params: {
        header: {
          'Idempotency-Key': idempotencyKey,
          ...(waitSeconds !== undefined && { Prefer: `wait=${waitSeconds}` }),
        },
      },
      body: invoice,
      ...this.#wire.under(call),
    });
    return this.#wire.require(data);
  }

  /**
   * Issues an invoice and waits until it stands on the ledger.
   *
   * @throws {ChopmarkError} as `issue`; `INVOICE_REFUSED`: nothing was issued; `TIMED_OUT`: it may still be issued,
   *   `problem.operation` says which operation to wait for
   */
  async issueAndWait(invoice: NewInvoice, options: IssueOptions = {}): Promise<AnchoredInvoice> {
    const { waitSeconds = LONG_WAIT_SECONDS, ...rest } = options;
    const issued = await this.issue(invoice, { waitSeconds, ...rest });
    if (isAnchored(issued)) return issued;
    const { signal, timeoutMs } = rest;
    const operation = await this.#operations.wait(issued.operationId, {
      ...(signal && { signal }),
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
    const settled = operation.invoice ?? (await this.get(issued.id, signal && { signal }));
    if (isAnchored(settled)) return settled;
    const { code = 'UNKNOWN', detail = '' } = settled.refusal ?? {};
    throw new ChopmarkError('INVOICE_REFUSED', `${code} ${detail}`, {
      errors: [{ pointer: '', code, detail }],
    });
  }

  /** @param numberOrId Twenty digits, or the `inv_…` id that it has from the beginning. */
  async get(numberOrId: string, options: CallOptions = {}): Promise<Invoice> {
    const { data } = await this.#wire.api.GET('/v1/invoices/{number}', {
      params: { path: { number: numberOrId } },
      ...this.#wire.under(options),
    });
    return this.#wire.require(data);
  }

  /** Every invoice that the caller may see, newest first; fetches page after page as the loop goes on. */
  async *list(filter: InvoiceFilter = {}, options: CallOptions = {}): AsyncGenerator<Invoice> {
    let cursor: string | undefined;
    do {
      const page = await this.page(
        { ...filter, limit: PAGE, ...(cursor !== undefined && { cursor }) },
        options,
      );
      yield* page.items;
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  }

  async page(query: QueryOf<'listInvoices'> = {}, options: CallOptions = {}): Promise<InvoicePage> {
    const { data } = await this.#wire.api.GET('/v1/invoices', {
      params: { query },
      ...this.#wire.under(options),
    });
    return this.#wire.require(data);
  }

  /** The whole document, for its parties. */
  async document(numberOrId: string, options: CallOptions = {}): Promise<InvoiceDocument> {
    const { data } = await this.#wire.api.GET('/v1/invoices/{number}/document', {
      params: { path: { number: numberOrId } },
      ...this.#wire.under(options),
    });
    return this.#wire.require(data);
  }

  /**
   * The proof of an invoice: bytes to keep and hand on as they are.
   *
   * @param options `hide`: JSON pointers of fields to leave out. `parts: 'full'`: with the block and its signatures.
   */
  async bundle(
    numberOrId: string,
    options: BundleOptions & CallOptions = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { hide, parts, ...call } = options;
    const { data } = await this.#wire.api.GET('/v1/invoices/{number}/bundle', {
      params: {
        path: { number: numberOrId },
        query: { ...(hide && { hide }), ...(parts && { parts }) },
      },
      parseAs: 'arrayBuffer',
      ...this.#wire.under(call),
    });
    return new Uint8Array(this.#wire.require(data));
  }

  /** A ZIP archive with the proofs of the anchored invoices that the caller may see, as it arrives. */
  async bundles(selection: BundleSelection & CallOptions = {}): Promise<ReadableStream<Uint8Array>> {
    const { parts, issuedFrom, issuedTo, firstNumber, lastNumber, ...call } = selection;
    const query = { parts, issuedFrom, issuedTo, firstNumber, lastNumber };
    return this.#wire.download('/v1/invoice-bundles', query, call);
  }

  /**
   * Issues many invoices, sent as they come. Each line is judged alone: see `operations.results`.
   *
   * @param invoices An array, or a generator that reads a file; what cannot be gone through twice is sent once.
   * @param options No time limit unless given.
   * @returns The operation; wait for it with `operations.wait`.
   */
  async issueBatch(
    invoices: Iterable<NewInvoice> | AsyncIterable<NewInvoice>,
    { idempotencyKey = newKey(), timeoutMs = Infinity, ...call }: BatchOptions = {},
  ): Promise<Operation> {
    const address = this.#wire.address('/v1/invoice-batches');
    const make = (): Request =>
      new Request(address, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-ndjson', 'Idempotency-Key': idempotencyKey },
        body: linesOf(invoices),
        // Asked for by the Fetch standard where a body is a stream; TypeScript does not know it yet.
        duplex: 'half',
      } as RequestInit);
    const response = await this.#wire.transport.stream(make, isRepeatable(invoices), { timeoutMs, ...call });
    return (await response.json()) as Operation;
  }
}

function isAnchored(invoice: Invoice): invoice is AnchoredInvoice {
  return invoice.state === 'anchored' && invoice.number !== null;
}
