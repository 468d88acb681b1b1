/**
 * How much waits, asked of the database when somebody reads.
 *
 * @module
 */
import { sql } from 'kysely';

import { HALT_CODES } from '../pipeline/halt.js';
import type { Db } from '../store/database.js';
import type { Metrics } from './metrics.js';
import { readTogether } from './read-together.js';

type Backlog = {
  readonly waiting: number;
  readonly oldest_seconds: number;
  readonly in_flight: number;
  readonly halts: number;
  readonly next_block: number;
  readonly timestamps: number;
  readonly refused: number;
};

export function measureBacklog(metrics: Metrics, db: Db): void {
  const read = readTogether(() => backlogOf(db));
  metrics.gauge('chopmark_outbox_documents', 'Accepted and not sealed', read('waiting'));
  metrics.gauge(
    'chopmark_outbox_oldest_seconds',
    'Age of the oldest that waits to be sealed',
    read('oldest_seconds'),
  );
  metrics.gauge('chopmark_batches_in_flight', 'Sealed and not anchored', read('in_flight'));
  metrics.gauge('chopmark_halts', 'Reasons for which a line stands still', read('halts'));
  metrics.gauge('chopmark_projection_next_block', 'Next block to fold', read('next_block'));
  metrics.gauge(
    'chopmark_timestamps_wanted',
    'Asked of no timestamp authority yet, or in vain',
    read('timestamps'),
  );
  metrics.gauge('chopmark_refused_documents', 'Accepted and then refused, ever', read('refused'));
  metrics.gauges('chopmark_halt', 'Reasons for which lines stand still: how many of each code', 'code', () =>
    haltsByCode(db).catch(() => []),
  );
}

async function backlogOf(db: Db): Promise<Backlog | undefined> {
  const { rows } = await sql<Backlog>`
    select (select count(*) from outbox)::float8 as waiting,
      coalesce(extract(epoch from now() - (
        select i.accepted_at from outbox o join invoice i using (entry) order by o.entry limit 1)), 0)::float8
        as oldest_seconds,
      (select count(*) from batch where state in ('sealed', 'submitted'))::float8 as in_flight,
      (select count(*) from halt)::float8 as halts,
      coalesce((select next_block from checkpoint), 0)::float8 as next_block,
      (select count(*) from time_stamp where token is null)::float8 as timestamps,
      (select count(*) from refusal)::float8 as refused`.execute(db);
  return rows[0];
}

/** With a zero for each code that there could be: an alarm needs something to compare with. */
async function haltsByCode(db: Db): Promise<[string, number][]> {
  const { rows } = await sql<{ code: string; count: number }>`
    select code, count(*)::float8 as count from halt group by code`.execute(db);
  const counts = new Map<string, number>(HALT_CODES.map((code) => [code, 0]));
  for (const { code, count } of rows) counts.set(code, count);
  return [...counts];
}
