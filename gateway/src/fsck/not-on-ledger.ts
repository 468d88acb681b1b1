/**
 * What a database holds that no block can bring back: told whenever a database is found to be older than the ledger, so
 * that nobody takes a repaired one for whole. A test compares the tables with the schema.
 *
 * @module
 */

export interface NotOnLedger {
  readonly tables: readonly string[];
  /** What a database that was restored has, or has not. */
  readonly is: string;
  /** What its owner does. */
  readonly do: string;
}

export const NOT_ON_LEDGER: readonly NotOnLedger[] = [
  {
    tables: ['invoice', 'document', 'outbox', 'refusal'],
    is: 'invoices that came after the backup are gone: those with a number are listed by number and hash, those that waited for one, and refusals, are known to their senders alone',
    do: 'give the numbers to the sellers (fsck --lost); bundles that were handed out stay valid; what waited is sent again',
  },
  {
    tables: ['request_key'],
    is: 'Idempotency-Keys that came after the backup are unknown: a request that is sent again makes a second invoice',
    do: 'tell clients the time of the backup: what they were answered since is to be compared with the list, not sent again',
  },
  {
    tables: ['operation', 'batch_operation', 'refused_line', 'import_upload', 'checked_line'],
    is: 'imports that came after the backup are unknown; one that was under way is open, and ends as interrupted after a day if its file is gone',
    do: 'results of imports are asked of who sent them',
  },
  {
    tables: ['account', 'organization', 'account_setup', 'account_identity', 'api_key'],
    is: 'accounts, roles, passwords and API keys are as they were: what was suspended, revoked or changed since counts again',
    do: 'go through the audit log that was exported last, and suspend, revoke and change again before the gateway is opened to others',
  },
  {
    tables: ['session', 'refresh_token', 'attempt', 'oidc_login'],
    is: 'sessions that were ended since can be refreshed again',
    do: 'delete the rows of session: everybody signs in anew',
  },
  {
    tables: ['invoice_link'],
    is: 'secret links made since are dead; links revoked since open again',
    do: 'revoke them again; make new ones for who lost one',
  },
  {
    tables: ['erasure'],
    is: 'erasures since are not known to this database',
    do: 'nothing while erasures.ndjson of the data folder is the newest one: repair and every start of the gateway erase again. Without that file erase again by hand',
  },
  {
    tables: ['legal_hold'],
    is: 'holds set since are gone, holds lifted since are in force again',
    do: 'set and lift them again, before anything is erased',
  },
  {
    tables: ['webhook', 'webhook_secret', 'webhook_cause', 'webhook_delivery'],
    is: 'webhooks and their secrets are as they were; what was told since may be told again or never',
    do: 'receivers read the list of invoices once; secrets rotated since are rotated again',
  },
  {
    tables: ['audit_record', 'audit_checkpoint', 'audit_deposit'],
    is: 'records since are gone, and the log goes on from the backup: it passes through no checkpoint that was taken since, those on the ledger among them',
    do: 'keep the newest export beside it: the two together tell what happened',
  },
  {
    tables: ['wrapping_key'],
    is: 'documents are wrapped by the keys of the time of the backup',
    do: 'the master key of that time must be in the file; rotate again afterwards',
  },
];

/** Made again from blocks, or by the gateway itself. */
export const COMES_BACK: readonly string[] = [
  'batch',
  'sealed_invoice',
  'lost_document',
  'series',
  'checkpoint',
  // Only those under way at the time of the backup are needed, and the block stream settles them.
  'envelope',
  'halt',
  'series_trouble',
  'time_stamp',
  'schema_checksum',
  'kysely_migration',
  'kysely_migration_lock',
];
