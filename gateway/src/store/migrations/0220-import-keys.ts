/** Places for what an import keeps sealed, and for what is told of an erased invoice. */
import type { SchemaStep } from '../migration.js';

export const importKeys: SchemaStep = {
  name: '0220-import-keys',
  sql: `
-- sealed: the key of the reasons of refused lines. results_gone_at: lines and key were removed then.
alter table operation
  add column sealed bytea,
  add column results_gone_at timestamptz;
alter table refused_line add column sealed_errors bytea;
-- sealed: the key of the file, and under whom its lines are judged.
alter table import_upload add column sealed bytea;

-- Where it stands in a register and in the results of an import; null of what was erased before.
alter table erasure
  add column issued_on date,
  add column operation_id text,
  add column line integer;
create index erasure_issued on erasure (issued_on, entry);
create index erasure_operation on erasure (operation_id, line) where line is not null;
`,
};
