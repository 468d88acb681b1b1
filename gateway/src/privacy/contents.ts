/**
 * Every table in which something lies that is one invoice's: what an erasure takes away. A test compares it with the
 * schema, so a new table with an invoice's entry or id has to say here whether it goes or stays.
 *
 * @module
 */

/** Column by which a table knows an invoice. */
export interface InvoiceColumn {
  readonly table: string;
  readonly column: string;
  /** `entry`: the row's number. `id`: `inv_…`. */
  readonly by: 'entry' | 'id';
}

/** Deleted, in this order; `invoice` last. */
export const DESTROYED: readonly InvoiceColumn[] = [
  { table: 'document', column: 'entry', by: 'entry' },
  { table: 'refusal', column: 'entry', by: 'entry' },
  { table: 'legal_hold', column: 'entry', by: 'entry' },
  { table: 'webhook_cause', column: 'entry', by: 'entry' },
  { table: 'webhook_delivery', column: 'subject', by: 'id' },
  { table: 'invoice', column: 'entry', by: 'entry' },
];

/**
 * Kept: hashes and places that the ledger tells too, the record of the erasure, and what answers for it: links and keys of
 * requests (hashes and tokens) lead to the erasure, so that neither is open again.
 */
export const KEPT: readonly InvoiceColumn[] = [
  { table: 'sealed_invoice', column: 'entry', by: 'entry' },
  { table: 'invoice_link', column: 'invoice', by: 'id' },
  { table: 'request_key', column: 'subject', by: 'id' },
  { table: 'erasure', column: 'entry', by: 'entry' },
  { table: 'audit_record', column: 'subject', by: 'id' },
  // Empty for every invoice that may be erased: it waits no more.
  { table: 'outbox', column: 'entry', by: 'entry' },
];
