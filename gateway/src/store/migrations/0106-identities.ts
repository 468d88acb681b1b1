/** Accounts that sign in at an identity provider. */
import type { SchemaStep } from '../migration.js';

export const identities: SchemaStep = {
  name: '0106-identities',
  sql: `
-- One identity for an account; set by an administrator, never found by a name or an e-mail address.
create table account_identity (
  account_id text primary key references account,
  issuer text not null,
  subject text not null,
  bound_at timestamptz not null,
  unique (issuer, subject)
);

-- A signing in that is under way; the hash is of a secret in a cookie of the browser that began it.
create table oidc_login (
  hash bytea primary key,
  state text not null,
  nonce text not null,
  verifier text not null,
  expires_at timestamptz not null
);
`,
};
