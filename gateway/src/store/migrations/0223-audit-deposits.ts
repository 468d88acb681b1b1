/** Checkpoints of the audit log on their way to the ledger, in the tables through which invoices go. */
import type { SchemaStep } from '../migration.js';

export const auditDeposits: SchemaStep = {
  name: '0223-audit-deposits',
  sql: `
-- A checkpoint as a document of kind auditCheckpoint. entry: from the numbers of invoice.entry, so that document, outbox,
-- sealed_invoice and refusal hold documents of both kinds. chain_sequence: of audit_checkpoint; a refused one may be
-- deposited again.
create table audit_deposit (
  entry bigint primary key,
  id text not null unique,
  series text not null,
  chain_sequence bigint not null,
  accepted_at timestamptz not null
);
create index audit_deposit_sequence on audit_deposit (chain_sequence);

alter table refusal drop constraint refusal_entry_fkey;

-- Every document, whatever its kind.
create view stored_document as
  select entry, id, series, operation_id, line from invoice
  union all
  select entry, id, series, ''::text, null::integer from audit_deposit;
`,
};
