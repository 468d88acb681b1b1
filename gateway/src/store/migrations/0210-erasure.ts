/** What is left of a document that was destroyed, and what keeps one from it. */
import type { SchemaStep } from '../migration.js';

export const erasure: SchemaStep = {
  name: '0210-erasure',
  sql: `
-- Nothing here tells whose the document was. sequence: null when it never got a number.
create table erasure (
  entry bigint primary key,
  id text not null unique,
  series text not null,
  sequence bigint,
  reason text not null,
  erased_by text not null,
  erased_at timestamptz not null
);
create unique index erasure_number on erasure (series, sequence) where sequence is not null;

create table legal_hold (
  id text primary key,
  entry bigint not null,
  reason text not null,
  case_reference text,
  set_by text not null,
  set_at timestamptz not null,
  lifted_by text,
  lifted_at timestamptz
);
create index legal_hold_entry on legal_hold (entry);
`,
};
