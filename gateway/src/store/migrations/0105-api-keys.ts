/** API keys. */
import type { SchemaStep } from '../migration.js';

export const apiKeys: SchemaStep = {
  name: '0105-api-keys',
  sql: `
-- hash: SHA-256 of the key, which is nowhere. hint: its beginning, by which its owner knows it. replaced_by: a rotated
-- key counts until expires_at beside the one that replaced it. last_used_at is written every few minutes at most.
create table api_key (
  id text primary key,
  account_id text not null references account,
  name text not null,
  hint text not null,
  hash bytea not null unique,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  replaced_by text,
  revoked_at timestamptz
);
create index api_key_account on api_key (account_id);
`,
};
