/** `@chopmark/client`: everything but judging offline, which is `@chopmark/client/verify`. */
export { Chopmark, type ChopmarkOptions } from './chopmark.js';
export { ChopmarkError, type ClientCode, type ErrorCode, type Fault, type LedgerCause } from './error.js';
export type { GatewayCode } from './generated/facts.js';
export type { components, operations, paths } from './generated/api.js';
export type { Credentials } from './session.js';
export type { RetryOptions } from './transport/patience.js';
export type { CallOptions } from './transport/transport.js';
export {
  Invoices,
  type AnchoredInvoice,
  type BatchOptions,
  type BundleOptions,
  type BundleSelection,
  type Invoice,
  type InvoiceDocument,
  type InvoiceFilter,
  type InvoicePage,
  type IssueOptions,
  type NewInvoice,
} from './calls/invoices.js';
export { Operations, type LineResult, type Operation } from './calls/operations.js';
export { Verification, type CheckRequest, type CheckResult, type Verdict } from './calls/verification.js';
export {
  Webhooks,
  type NewWebhook,
  type Webhook,
  type WebhookDelivery,
  type WebhookRequest,
  type WebhookTest,
} from './calls/webhooks.js';
export { verifyWebhook, type WebhookEvent, type WebhookOptions } from './webhook.js';
