/** Secret links to invoices. */
import type { SchemaStep } from '../migration.js';

export const invoiceLinks: SchemaStep = {
  name: '0006-invoice-links',
  sql: `
-- hash: SHA-256 of the secret; the secret itself is nowhere. invoice: the inv_ id.
create table invoice_link (
  id text primary key,
  hash bytea not null unique,
  invoice text not null,
  made_by text not null,
  made_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz
);
create index invoice_link_invoice on invoice_link (invoice);
`,
};
