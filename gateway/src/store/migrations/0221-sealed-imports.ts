/**
 * What imports kept in the clear is sealed. Uploads that were under way end as interrupted: their files are not read
 * any more, and whoever sends one again under its key goes on behind the last line.
 *
 * @module
 */
import type { SchemaStep } from '../migration.js';
import { sealImports } from './seal-imports.js';

export const sealedImports: SchemaStep = {
  name: '0221-sealed-imports',
  before: sealImports,
  sql: `
update operation set closed_at = now(), interrupted = true
  where closed_at is null and id in (select operation_id from import_upload);
delete from import_upload;
alter table import_upload drop column judge, alter sealed set not null;
alter table refused_line drop column errors, alter sealed_errors set not null;
alter table refused_line alter sealed_errors set storage external;
`,
};
