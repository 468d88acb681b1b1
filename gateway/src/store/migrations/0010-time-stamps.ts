/** RFC 3161 tokens over what was anchored. */
import type { SchemaStep } from '../migration.js';

export const timeStamps: SchemaStep = {
  name: '0010-time-stamps',
  sql: `
-- message: the very bytes whose hash the authority stamps: the DER header of the block (batch_id 0), or the 32 bytes of a
-- batch's root. token: null until the authority has answered. Rows come with the fold of the block, once.
create table time_stamp (
  block bigint not null,
  batch_id bigint not null,
  message bytea not null,
  token bytea,
  stamped_at timestamptz,
  attempts integer not null default 0,
  next_try timestamptz not null default now(),
  primary key (block, batch_id)
);
create index time_stamp_wanted on time_stamp (next_try) where token is null;
`,
};
