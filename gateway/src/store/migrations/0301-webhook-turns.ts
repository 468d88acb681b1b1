/** What each webhook is to be told next, without reading past the backlog of the others. */
import type { SchemaStep } from '../migration.js';

export const webhookTurns: SchemaStep = {
  name: '0301-webhook-turns',
  sql: `
create index webhook_delivery_turn on webhook_delivery (webhook_id, next_try) where state = 'pending';
`,
};
