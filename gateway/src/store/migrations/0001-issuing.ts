/** Documents, batches, envelopes, and what the projection knows of the ledger. */
import type { SchemaStep } from '../migration.js';

export const issuing: SchemaStep = {
  name: '0001-issuing',
  sql: `
-- No foreign keys between the tables that grow by a row for each document: rows of one document are written
-- by one statement, and a check for each row would cost more than the rows.

-- What the owner of the ledger's data keeps about one invoice. Never updated: how it fares is told by
-- outbox (accepted), sealed_invoice + batch (sealed, submitted, anchored) or refusal (refused).
create table invoice (
  entry bigint generated always as identity primary key,
  id text not null unique,
  series text not null,
  seller_tax_id text not null,
  buyer_tax_id text,
  reference text,
  created_by text not null,
  operation_id text not null,
  line integer,
  issued_on date not null,
  currency text not null,
  letter text not null,
  total_net text not null,
  total_tax text not null,
  total_gross text not null,
  seller_name text not null,
  buyer_name text not null,
  accepted_at timestamptz not null default now()
);
create unique index invoice_reference on invoice (seller_tax_id, reference) where reference is not null;
create unique index invoice_line on invoice (operation_id, line) where line is not null;
create index invoice_seller on invoice (seller_tax_id, entry);
create index invoice_buyer on invoice (buyer_tax_id, entry);

-- body: canonical JSON, exactly the bytes that are hashed. digest: SHA-256(secret || body), taken in memory
-- when the invoice was accepted; the seal compares it with what the database gives back.
create table document_body (
  entry bigint primary key,
  body bytea not null,
  digest bytea not null
);

-- 32 random bytes for each document; apart from the body so that it can be wrapped, and destroyed.
create table document_secret (
  entry bigint primary key,
  secret bytea not null
);

-- Accepted, waiting for a batch of its series.
create table outbox (
  entry bigint primary key,
  series text not null
);
create index outbox_series on outbox (series, entry);

create table refusal (
  entry bigint primary key references invoice,
  code text not null,
  detail text not null,
  refused_at timestamptz not null default now()
);

-- entries: the document hashes, 32 bytes each, in order of sequence. block, position, tx_id: where the record
-- was written, from the block stream.
create table batch (
  id bigint generated always as identity primary key,
  series text not null,
  number bigint not null,
  first bigint not null,
  size integer not null,
  root bytea not null,
  entries bytea not null,
  state text not null check (state in ('sealed', 'submitted', 'anchored', 'voided')),
  sealed_at timestamptz not null default now(),
  block bigint,
  position integer,
  tx_id text,
  anchored_at timestamptz
);
alter table batch alter entries set storage external;
-- One content for each number, one place for each sequence; at most one batch of a series in flight.
create unique index batch_number on batch (series, number) where state <> 'voided';
create unique index batch_first on batch (series, first) where state <> 'voided';
create unique index batch_in_flight on batch (series) where state in ('sealed', 'submitted');

create table sealed_invoice (
  entry bigint primary key,
  batch_id bigint not null,
  position integer not null,
  document_hash bytea not null,
  unique (batch_id, position)
);

create table batch_operation (
  batch_id bigint not null references batch,
  operation_id text not null,
  size integer not null,
  primary key (batch_id, operation_id)
);
create index batch_operation_operation on batch_operation (operation_id);

-- Signed envelopes, kept before they are submitted. hash: SHA-256 of the envelope as it stands in a block.
-- bytes: until the fate is known. code: Fabric's validation code of these very bytes at (block, position); -1 when
-- a VALID fence voided them unseen.
create table envelope (
  hash bytea primary key,
  batch_id bigint not null references batch,
  kind text not null check (kind in ('anchor', 'fence')),
  tx_id text not null,
  endorsers text[] not null,
  bytes bytea,
  made_at timestamptz not null default clock_timestamp(),
  code integer,
  block bigint,
  position integer
);
create index envelope_batch on envelope (batch_id);

-- Fold of the ledger's series and head records of this gateway's own series.
create table series (
  series text primary key,
  prefix text not null,
  suite text not null,
  closed boolean not null,
  last_batch bigint not null,
  next_sequence bigint not null
);

create table checkpoint (
  single boolean primary key default true check (single),
  network text not null,
  channel text not null,
  next_block bigint not null,
  last_header_hash bytea
);

-- Why a line stands still until somebody looks: series null stops all. Lifted by fsck, never by a restart.
create table halt (
  id bigint generated always as identity primary key,
  series text,
  code text not null,
  detail text not null,
  since timestamptz not null default now()
);
create unique index halt_reason on halt (coalesce(series, ''), code);

-- subject: the invoice (inv_…) or operation (op_…) that the first request made.
create table request_key (
  scope text not null,
  key text not null,
  body_hash text not null,
  subject text not null,
  created_at timestamptz not null default now(),
  primary key (scope, key)
);

-- Batch imports. A single invoice is its own operation: op_ with the characters of its inv_ id.
-- run: the run of the program that takes its lines.
create table operation (
  id text primary key,
  created_by text not null,
  created_at timestamptz not null default now(),
  closed_at timestamptz,
  interrupted boolean not null default false,
  run text not null,
  accepted integer not null default 0,
  refused integer not null default 0
);
create index operation_open on operation (id) where closed_at is null;

create table refused_line (
  operation_id text not null references operation,
  line integer not null,
  errors jsonb not null,
  primary key (operation_id, line)
);
`,
};
