/** Secrets by which the owner of a new account, or of one that was reset, sets a password. */
import type { SchemaStep } from '../migration.js';

export const accountSetup: SchemaStep = {
  name: '0104-account-setup',
  sql: `
-- hash: SHA-256 of the secret. One for each account: a later one replaces it.
create table account_setup (
  account_id text primary key references account,
  hash bytea not null unique,
  expires_at timestamptz not null
);
`,
};
