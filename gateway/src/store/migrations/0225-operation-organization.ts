/** For which seller an operation is. */
import type { SchemaStep } from '../migration.js';

export const operationOrganization: SchemaStep = {
  name: '0225-operation-organization',
  sql: `
-- The organization that sells in every line; null: lines may be of any seller. A single invoice has no row here.
alter table operation add column organization_id text;
-- Of operations before this step: for one seller, unless the account is an officer, or was one.
update operation set organization_id = a.organization_id from account a
where a.id = operation.created_by and not 'taxOfficer' = any(a.roles) and not exists (
  select from audit_record r where r.subject = a.id and r.action = 'account.rolesChanged'
    and r.details->'before' ? 'taxOfficer');
`,
};
