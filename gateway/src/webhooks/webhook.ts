/**
 * What a webhook is: an address of somebody who wants to hear what becomes of their invoices.
 *
 * @module
 */

/** Events by type: in the past tense, and of what the id in their data is. */
export const EVENT_TYPES = {
  'invoice.issued': 'an invoice stands on the ledger and has its number',
  'invoice.refused': 'an invoice that was accepted was refused; it has no number',
  'operation.finished': 'nothing is left to do for a batch',
} as const;

export type EventType = keyof typeof EVENT_TYPES;
export const EVENT_NAMES = Object.keys(EVENT_TYPES) as [EventType, ...EventType[]];

/** What the endpoint test sends. */
export const TEST_EVENT = 'webhook.test';

export type WebhookState = 'active' | 'paused' | 'gone';

export interface WebhookView {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly description: string;
  readonly state: WebhookState;
  readonly createdAt: string;
  readonly changedAt: string;
}

/** With what only the gateway knows. */
export interface Webhook extends WebhookView {
  readonly accountId: string;
  readonly version: number;
}

/** One event for one webhook, as it is told. */
export interface WebhookEvent {
  readonly id: string;
  readonly type: string;
  /** Id of what it happened to: `inv_…`, `op_…`. */
  readonly subject: string;
  readonly happenedAt: string;
}

/** The thin body: whoever may know more asks with their own rights. */
export function bodyOf({ type, subject, happenedAt }: WebhookEvent): string {
  return JSON.stringify({ type, timestamp: happenedAt, data: { id: subject } });
}
