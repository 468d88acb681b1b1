/** Sessions, their refresh tokens, and counters of attempts. */
import type { SchemaStep } from '../migration.js';

export const sessions: SchemaStep = {
  name: '0103-sessions',
  sql: `
-- ended_by: why it ended before its time.
create table session (
  id text primary key,
  account_id text not null references account,
  method text not null,
  started_at timestamptz not null,
  refreshed_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  ended_by text
);
create index session_account on session (account_id);
create index session_expiry on session (expires_at);

-- hash: SHA-256 of the token; the token itself is nowhere. A used token stays, so that its second use is seen.
create table refresh_token (
  hash bytea primary key,
  session_id text not null references session on delete cascade,
  made_at timestamptz not null,
  used_at timestamptz
);
create index refresh_token_session on refresh_token (session_id);

-- key: HMAC of what is counted (an account's name, an address); neither can be read back.
create table attempt (
  key bytea primary key,
  count integer not null,
  resets_at timestamptz not null
);
`,
};
