/** Organizations, and accounts in one of them. */
import type { SchemaStep } from '../migration.js';

export const organizations: SchemaStep = {
  name: '0102-organizations',
  sql: `
-- host: the one that runs this gateway; its administrators look after everybody.
create table organization (
  id text primary key,
  kind text not null check (kind in ('taxpayer', 'office', 'court')),
  name text not null,
  tax_id text not null unique,
  host boolean not null default false,
  created_at timestamptz not null default now(),
  suspended_at timestamptz
);
create unique index organization_host on organization (host) where host;

insert into organization (id, kind, name, tax_id)
select 'org_' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 16),
  case when bool_or(roles && array['courtClerk']) then 'court'
    when bool_or(roles && array['taxOfficer', 'certificateOfficer', 'auditor', 'administrator']) then 'office'
    else 'taxpayer' end,
  min(organization_name), taxpayer_id
from account where taxpayer_id is not null group by taxpayer_id;

-- password: null until its owner has set one. demo: made from a file of demonstration accounts.
alter table account add column organization_id text references organization;
update account set organization_id = o.id from organization o where o.tax_id = account.taxpayer_id;
alter table account
  drop column organization_name,
  drop column taxpayer_id,
  alter column password drop not null,
  add column demo boolean not null default false;
alter table account rename column disabled_at to suspended_at;
create index account_organization on account (organization_id);
`,
};
