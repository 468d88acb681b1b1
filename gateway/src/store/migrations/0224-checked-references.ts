/** References of the good lines of a dry run, for its results. */
import type { SchemaStep } from '../migration.js';

export const checkedReferences: SchemaStep = {
  name: '0224-checked-references',
  sql: `
-- Sealed under the key of the operation (invoices/sealed-lines.ts); null: the line has none, or was checked before this step.
alter table checked_line add sealed_reference bytea;
`,
};
