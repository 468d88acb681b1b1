/** Where documents lie sealed, and the keys that their keys are wrapped by. */
import type { SchemaStep } from '../migration.js';

export const sealing: SchemaStep = {
  name: '0200-sealing',
  sql: `
-- documents: wraps keys of documents, and seals small values. index: makes tokens to search by; never changes.
-- master_key: id of the master key that wraps it; the master key itself is never here.
create table wrapping_key (
  id integer generated always as identity primary key,
  purpose text not null check (purpose in ('documents', 'index')),
  master_key text not null,
  wrapped bytea not null,
  made_at timestamptz not null default now(),
  retired_at timestamptz
);
create unique index wrapping_key_active on wrapping_key (purpose) where retired_at is null;

-- sealed: secret, reference and body under a key of the document's own (AES-256-GCM, bound to the invoice's id).
-- wrapped: that key under wrapping key key_id, bound likewise. This row is all there is of a document's contents.
create table document (
  entry bigint primary key,
  key_id integer not null,
  wrapped bytea not null,
  sealed bytea not null
);
-- Random bytes do not compress.
alter table document alter wrapped set storage plain, alter sealed set storage external;

-- Keyed hashes (HMAC under the index key): equal for equal taxpayers, readable by nobody.
alter table invoice
  add column seller_token bytea,
  add column buyer_token bytea,
  add column reference_token bytea;
`,
};
