/** The audit log. */
import type { SchemaStep } from '../migration.js';

export const audit: SchemaStep = {
  name: '0101-audit',
  sql: `
-- Security-relevant acts, chained (docs/formats.md section 9). Only ever appended to: the triggers stop mistakes,
-- the chain shows what somebody did who could drop them.
create table audit_record (
  sequence bigint primary key,
  at timestamptz not null,
  actor text not null,
  key text,
  action text not null,
  subject text,
  details jsonb not null,
  hash text not null
);
create index audit_record_actor on audit_record (actor, sequence);
create index audit_record_subject on audit_record (subject, sequence);
create index audit_record_action on audit_record (action, sequence);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = '55000';
end $$;
create trigger audit_record_kept before update or delete on audit_record
  for each row execute function refuse_change();
create trigger audit_record_kept_whole before truncate on audit_record
  for each statement execute function refuse_change();

-- Where the chain stood, and what the deposit that took it gave back.
create table audit_checkpoint (
  sequence bigint primary key,
  hash text not null,
  made_at timestamptz not null,
  receipt jsonb
);
`,
};
