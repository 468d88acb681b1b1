/** Webhooks: who wants to hear, what happened, and what was told. */
import type { SchemaStep } from '../migration.js';

export const webhooks: SchemaStep = {
  name: '0300-webhooks',
  sql: `
-- state: active; paused by its owner; gone, because its address answered 410.
create table webhook (
  id text primary key,
  account_id text not null references account,
  url text not null,
  events text[] not null,
  description text not null,
  state text not null check (state in ('active', 'paused', 'gone')),
  version integer not null default 1,
  made_at timestamptz not null,
  changed_at timestamptz not null
);
create index webhook_account on webhook (account_id);

-- sealed: the secret under the gateway's master key. expires_at: of one that another has replaced.
create table webhook_secret (
  webhook_id text not null references webhook on delete cascade,
  number integer not null,
  sealed bytea not null,
  expires_at timestamptz,
  primary key (webhook_id, number)
);

-- What happened and is not told yet: written in the transaction in which it happened, by the triggers below, whatever
-- part of the program it is. kind: anchored (batch_id), refused (entry), closed (operation_id), replay (webhook_id, and
-- batches from block on that come after batch_id).
create table webhook_cause (
  id bigint generated always as identity primary key,
  kind text not null,
  batch_id bigint,
  entry bigint,
  operation_id text,
  webhook_id text references webhook on delete cascade,
  block bigint
);

-- tries: when, with which answer. Ids of events are made from what happened: told again, it is the same event.
create table webhook_delivery (
  webhook_id text not null references webhook on delete cascade,
  event_id text not null,
  type text not null,
  subject text not null,
  happened_at timestamptz not null,
  made_at timestamptz not null default date_trunc('milliseconds', now()),
  state text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
  attempts integer not null default 0,
  next_try timestamptz not null default now(),
  tries jsonb not null default '[]',
  primary key (webhook_id, event_id)
);
create index webhook_delivery_due on webhook_delivery (next_try) where state = 'pending';
create index webhook_delivery_age on webhook_delivery (webhook_id, made_at desc, event_id);

create function webhook_batch_anchored() returns trigger language plpgsql as $$
begin
  if exists (select from webhook where state = 'active') then
    insert into webhook_cause (kind, batch_id) values ('anchored', new.id);
  end if;
  return null;
end $$;
create trigger webhook_batch_anchored after update of state on batch
  for each row when (new.state = 'anchored' and old.state <> 'anchored') execute function webhook_batch_anchored();

create function webhook_refused() returns trigger language plpgsql as $$
begin
  if exists (select from webhook where state = 'active') then
    insert into webhook_cause (kind, entry) select 'refused', entry from fresh;
  end if;
  return null;
end $$;
create trigger webhook_refused after insert on refusal
  referencing new table as fresh for each statement execute function webhook_refused();

create function webhook_closed() returns trigger language plpgsql as $$
begin
  if exists (select from webhook where state = 'active') then
    insert into webhook_cause (kind, operation_id) values ('closed', new.id);
  end if;
  return null;
end $$;
create trigger webhook_closed after update of closed_at on operation
  for each row when (new.closed_at is not null and old.closed_at is null) execute function webhook_closed();
`,
};
