/** What waits to be told, and who cannot be told any more. */
import { sql } from 'kysely';

import type { Db } from '../store/database.js';
import type { Metrics } from './metrics.js';
import { readTogether } from './read-together.js';

type Telling = {
  readonly pending: number;
  readonly oldest_seconds: number;
  readonly failed: number;
  readonly gone: number;
};

export function measureWebhooks(metrics: Metrics, db: Db): void {
  const read = readTogether(() => tellingOf(db));
  metrics.gauge('chopmark_webhook_pending', 'Messages of active webhooks not delivered yet', read('pending'));
  metrics.gauge(
    'chopmark_webhook_oldest_pending_seconds',
    'Age of the oldest message of an active webhook that is not delivered yet',
    read('oldest_seconds'),
  );
  metrics.gauge(
    'chopmark_webhook_failed',
    'Messages that were given up, of the last 30 days',
    read('failed'),
  );
  metrics.gauge('chopmark_webhooks_gone', 'Webhooks ended because their address answered 410', read('gone'));
}

async function tellingOf(db: Db): Promise<Telling | undefined> {
  const { rows } = await sql<Telling>`
    with pending as (
      select d.made_at from webhook_delivery d join webhook w on w.id = d.webhook_id
      where d.state = 'pending' and w.state = 'active')
    select (select count(*) from pending)::float8 as pending,
      coalesce((select extract(epoch from now() - min(made_at)) from pending), 0)::float8 as oldest_seconds,
      (select count(*) from webhook_delivery where state = 'failed')::float8 as failed,
      (select count(*) from webhook where state = 'gone')::float8 as gone`.execute(db);
  return rows[0];
}
