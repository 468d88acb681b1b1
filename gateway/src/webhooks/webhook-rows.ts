/**
 * Rows of store/migrations/0300-webhooks.ts, and what they say.
 *
 * @module
 */
import type { Generated, Selectable } from 'kysely';
import type { Webhook, WebhookState } from './webhook.js';

export interface WebhookTable {
  id: string;
  account_id: string;
  url: string;
  events: string[];
  description: string;
  state: WebhookState;
  version: Generated<number>;
  made_at: Date;
  changed_at: Date;
}

export interface WebhookSecretTable {
  webhook_id: string;
  number: number;
  sealed: Buffer;
  expires_at: Date | null;
}

export interface WebhookCauseTable {
  id: Generated<number>;
  kind: 'anchored' | 'refused' | 'closed' | 'replay';
  batch_id: number | null;
  entry: number | null;
  operation_id: string | null;
  webhook_id: string | null;
  block: number | null;
}

/** One try: the status of the answer, or why there was none. */
export interface Try {
  readonly at: string;
  readonly status: number | null;
  readonly failure: string | null;
}

export type DeliveryState = 'pending' | 'delivered' | 'failed';

export interface WebhookDeliveryTable {
  webhook_id: string;
  event_id: string;
  type: string;
  subject: string;
  happened_at: Date;
  made_at: Generated<Date>;
  state: Generated<DeliveryState>;
  attempts: Generated<number>;
  next_try: Generated<Date>;
  tries: Generated<Try[]>;
}

declare module '../store/tables.js' {
  interface Database {
    webhook: WebhookTable;
    webhook_secret: WebhookSecretTable;
    webhook_cause: WebhookCauseTable;
    webhook_delivery: WebhookDeliveryTable;
  }
}

export function webhookOf(row: Selectable<WebhookTable>): Webhook {
  return {
    id: row.id,
    accountId: row.account_id,
    url: row.url,
    events: row.events,
    description: row.description,
    state: row.state,
    version: row.version,
    createdAt: row.made_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
  };
}
