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

export class BatchFeeder {
  readonly #desk: InvoiceDesk;
  readonly #claimed = new Set<string>();

  constructor(desk: InvoiceDesk) {
    this.#desk = desk;
  }

  /**
   * Runs while nobody else does for the same key, telling whether that is so: a batch that is open though nobody works
   * on it was cut short, and whoever sends it again goes on with it.
   */
  async alone<T>(key: RequestKey | undefined, action: (isAlone: boolean) => Promise<T>): Promise<T> {
    const claim = key && JSON.stringify([key.scope, key.key]);
    if (claim === undefined) return action(true);
    if (this.#claimed.has(claim)) return action(false);
    this.#claimed.add(claim);
    try {
      return await action(true);
    } finally {
      this.#claimed.delete(claim);
    }
  }

  /** @throws {Refusal} `BATCH_INTERRUPTED` */
  async feed(operationId: string, chunks: AsyncIterable<readonly BatchLine[]>): Promise<OperationView> {
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
