/** How long the audit log has stood without a checkpoint over it. */
import { sql } from 'kysely';

import type { Db } from '../store/database.js';
import type { Metrics } from './metrics.js';

export function measureAudit(metrics: Metrics, db: Db): void {
  metrics.gauge(
    'chopmark_audit_uncovered_seconds',
    'Age of the oldest audit record that no checkpoint covers',
    () => uncoveredSeconds(db).catch(() => NaN),
  );
}

async function uncoveredSeconds(db: Db): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    select coalesce(extract(epoch from now() - min(at)), 0)::float8 as seconds from audit_record
    where sequence > coalesce((select max(sequence) from audit_checkpoint), 0)`.execute(db);
  return rows[0]?.seconds ?? NaN;
}
