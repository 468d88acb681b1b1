/**
 * Lines of a complete upload → the desk, chunk after chunk. A chunk that meets trouble is tried again for a while; the
 * desk passes over lines that it has, so a batch that was cut short can be fed again from the start.
 *
 * @module
 */
import { setTimeout as delay } from 'node:timers/promises';
import { UnavailableError } from '../errors.js';
import type { BatchLine, InvoiceDesk, OperationView, RequestKey } from '../invoices/invoice-desk.js';
import { Refusal } from '../problems/refusal.js';

const RETRY_DELAYS_MS = [100, 400, 1500];

export interface BatchOutcome {
  readonly operation: OperationView;
  readonly replayed: boolean;
}

type Chunks = AsyncIterable<readonly BatchLine[]>;

export class BatchFeeder {
  readonly #desk: InvoiceDesk;
  /** Keys of batches that this process is working on. */
  readonly #underWay = new Set<string>();

  constructor(desk: InvoiceDesk) {
    this.#desk = desk;
  }

  /**
   * Opens a batch and feeds it. Under a key that came before: the batch as it is now; one that is open though nobody
   * works on it was cut short, and goes on.
   *
   * @throws {Refusal} `IDEMPOTENCY_KEY_REUSED`, `BATCH_INTERRUPTED`
   */
  async issue(createdBy: string, key: RequestKey | undefined, chunks: Chunks): Promise<BatchOutcome> {
    const claim = key && JSON.stringify([key.scope, key.key]);
    if (claim === undefined || this.#underWay.has(claim)) return this.#open(createdBy, key, chunks, false);
    this.#underWay.add(claim);
    try {
      return await this.#open(createdBy, key, chunks, true);
    } finally {
      this.#underWay.delete(claim);
    }
  }

  async #open(
    createdBy: string,
    key: RequestKey | undefined,
    chunks: Chunks,
    alone: boolean,
  ): Promise<BatchOutcome> {
    const opened = await this.#desk.openBatch(createdBy, key);
    if (opened.outcome === 'keyReused') throw new Refusal('IDEMPOTENCY_KEY_REUSED');
    const { outcome, operation } = opened;
    const cutShort = alone && operation.total === null;
    if (outcome === 'replayed' && !cutShort) return { operation, replayed: true };
    return { operation: await this.#feed(operation.id, chunks), replayed: false };
  }

  async #feed(operationId: string, chunks: Chunks): Promise<OperationView> {
    try {
      for await (const chunk of chunks) {
        await patiently(() => this.#desk.appendBatch(operationId, chunk));
      }
      return await patiently(() => this.#desk.closeBatch(operationId));
    } catch (error) {
      throw error instanceof UnavailableError ? interrupted(operationId, error) : error;
    }
  }
}

async function patiently<T>(action: () => Promise<T>): Promise<T> {
  for (const ms of RETRY_DELAYS_MS) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      await delay(ms);
    }
  }
  return action();
}

function interrupted(id: string, cause: UnavailableError): Refusal {
  return new Refusal('BATCH_INTERRUPTED', {
    parameters: { part: cause.part },
    members: { operation: { id, link: `/v1/operations/${id}` } },
    headers: { 'Retry-After': '5' },
    cause,
  });
}
