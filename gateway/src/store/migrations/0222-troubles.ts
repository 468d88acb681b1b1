/** Why a series does not move for the moment. */
import type { SchemaStep } from '../migration.js';

export const troubles: SchemaStep = {
  name: '0222-troubles',
  sql: `
-- causes: JSON list of ledger/causes.ts, without addresses. A row goes away when the series moves.
create table series_trouble (
  series text primary key,
  since timestamptz not null,
  last_tried_at timestamptz not null,
  causes text not null
);
`,
};
