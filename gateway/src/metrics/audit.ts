/**
 * How far the audit log stands on the ledger, asked of the database when somebody reads.
 *
 * @module
 */
import { sql } from 'kysely';

import type { Db } from '../store/database.js';
import type { Metrics } from './metrics.js';
import { readTogether } from './read-together.js';

type Standing = {
  readonly uncovered_seconds: number;
  readonly newest_seconds: number;
  readonly lost: number;
};

export function measureAudit(metrics: Metrics, db: Db): void {
  const read = readTogether(() => standingOf(db));
  metrics.gauge(
    'chopmark_audit_uncovered_seconds',
    'Age of the oldest audit record that no checkpoint on the ledger covers',
    read('uncovered_seconds'),
  );
  metrics.gauge(
    'chopmark_audit_checkpoint_age_seconds',
    'Since the newest audit checkpoint was anchored; not known before the first',
    read('newest_seconds'),
  );
  metrics.gauge(
    'chopmark_audit_checkpoints_lost',
    'Audit checkpoints on the ledger that the database does not have: an older one was restored',
    read('lost'),
  );
}

async function standingOf(db: Db): Promise<Standing | undefined> {
  const { rows } = await sql<Standing>`
    with anchored as (
      select max(a.chain_sequence) as sequence, max(b.anchored_at) as at
      from audit_deposit a join sealed_invoice s on s.entry = a.entry
      join batch b on b.id = s.batch_id and b.state = 'anchored'
    )
    select coalesce((select extract(epoch from now() - r.at) from audit_record r
        where r.sequence = coalesce(anchored.sequence, 0) + 1), 0)::float8 as uncovered_seconds,
      coalesce(extract(epoch from now() - anchored.at), 'NaN')::float8 as newest_seconds,
      (select count(*) from lost_document where series like 'audit-%')::float8 as lost
    from anchored`.execute(db);
  return rows[0];
}
