/** Imports that go on after a restart, and those that only check. */
import type { SchemaStep } from '../migration.js';

export const uploads: SchemaStep = {
  name: '0005-uploads',
  sql: `
-- A dry run: its good lines stand in checked_line, and no invoice is made.
alter table operation add dry_run boolean not null default false;

-- The complete upload of an import that is not finished: what any process that can read the file needs to go on.
-- judge: account, language and day under which its lines are judged. The row goes with the file.
create table import_upload (
  operation_id text primary key references operation,
  file text not null,
  format text not null,
  judge jsonb not null,
  made_at timestamptz not null default now()
);

create table checked_line (
  operation_id text not null references operation,
  line integer not null,
  seller_token bytea not null,
  reference_token bytea,
  primary key (operation_id, line)
);
create unique index checked_line_reference on checked_line (operation_id, seller_token, reference_token)
  where reference_token is not null;
`,
};
