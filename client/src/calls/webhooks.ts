/**
 * Addresses that hear what becomes of the account's invoices (docs/webhooks.md).
 *
 * @module
 */
import type { components, operations } from '../generated/api.js';
import type { CallOptions } from '../transport/transport.js';
import type { Wire } from './wire.js';

export type Webhook = components['schemas']['Webhook'];
export type NewWebhook = components['schemas']['NewWebhook'];
export type WebhookRequest = components['schemas']['WebhookRequest'];
export type WebhookDelivery = components['schemas']['WebhookDelivery'];
export type WebhookTest = components['schemas']['WebhookTest'];
type State = NonNullable<operations['listWebhookDeliveries']['parameters']['query']>['state'];

export class Webhooks {
  readonly #wire: Wire;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  /** @returns The webhook with its secret, which is shown here only. @throws {ChopmarkError} `WEBHOOK_TARGET_REFUSED` */
  async create(webhook: WebhookRequest, options: CallOptions = {}): Promise<NewWebhook> {
    const { data } = await this.#wire.api.POST('/v1/webhooks', {
      body: webhook,
      ...this.#wire.under(options),
    });
    return this.#wire.require(data);
  }

  async list(options: CallOptions = {}): Promise<readonly Webhook[]> {
    const { data } = await this.#wire.api.GET('/v1/webhooks', this.#wire.under(options));
    return this.#wire.require(data).items;
  }

  async remove(id: string, options: CallOptions = {}): Promise<void> {
    await this.#wire.api.DELETE('/v1/webhooks/{id}', this.#on(id, options));
  }

  /** Sends a message of type `webhook.test` now. @returns What the address answered. */
  async test(id: string, options: CallOptions = {}): Promise<WebhookTest> {
    const { data } = await this.#wire.api.POST('/v1/webhooks/{id}/test', this.#on(id, options));
    return this.#wire.require(data);
  }

  /** Everything that was anchored from this block of the ledger on is told again. */
  async replay(id: string, fromBlock: number, options: CallOptions = {}): Promise<void> {
    await this.#wire.api.POST('/v1/webhooks/{id}/replays', {
      ...this.#on(id, options),
      body: { fromBlock },
    });
  }

  /** One message is told again now, whatever became of it. @throws {ChopmarkError} `DELIVERY_NOT_FOUND` */
  async retry(id: string, eventId: string, options: CallOptions = {}): Promise<WebhookDelivery> {
    const { data } = await this.#wire.api.POST('/v1/webhooks/{id}/deliveries/{eventId}/retry', {
      params: { path: { id, eventId } },
      ...this.#wire.under(options),
    });
    return this.#wire.require(data);
  }

  /** What was told, newest first, page after page as the loop goes on. */
  async *deliveries(id: string, state?: State, options: CallOptions = {}): AsyncGenerator<WebhookDelivery> {
    let cursor: string | undefined;
    do {
      const { data } = await this.#wire.api.GET('/v1/webhooks/{id}/deliveries', {
        params: { path: { id }, query: { limit: 100, ...(state && { state }), ...(cursor && { cursor }) } },
        ...this.#wire.under(options),
      });
      const page = this.#wire.require(data);
      yield* page.items;
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  }

  #on(id: string, options: CallOptions) {
    return { params: { path: { id } }, ...this.#wire.under(options) };
  }
}
