/** Keys of requests are forgotten after some days; the oldest must be found quickly. */
import type { SchemaStep } from '../migration.js';

export const requestKeyAge: SchemaStep = {
  name: '0002-request-key-age',
  sql: `
create index request_key_age on request_key (created_at);
`,
};
