/** Who may sign in. */
import type { SchemaStep } from '../migration.js';

export const accounts: SchemaStep = {
  name: '0100-accounts',
  sql: `
-- password: scrypt$N$r$p$salt$hash. A disabled account stays, for records name it.
create table account (
  id text primary key,
  name text not null unique,
  password text not null,
  roles text[] not null,
  organization_name text,
  taxpayer_id text,
  created_at timestamptz not null default now(),
  disabled_at timestamptz,
  check ((organization_name is null) = (taxpayer_id is null))
);
`,
};
