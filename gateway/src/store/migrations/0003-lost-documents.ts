/** Documents that stand on the ledger and that a restored database does not know. */
import type { SchemaStep } from '../migration.js';

export const lostDocuments: SchemaStep = {
  name: '0003-lost-documents',
  sql: `
-- Their numbers are taken for ever; their contents came after the backup and are gone from here. Whoever holds a copy
-- can still prove it by its hash.
create table lost_document (
  series text not null,
  sequence bigint not null,
  document_hash bytea not null,
  found_at timestamptz not null default now(),
  primary key (series, sequence)
);
`,
};
