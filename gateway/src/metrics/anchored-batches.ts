/** Size and delay of each batch that was anchored, from what the database keeps of it. */
import { sql } from 'kysely';

import type { Db } from '../store/database.js';
import type { Metrics } from './metrics.js';

interface Anchored {
  readonly size: number;
  readonly seconds: number;
}

/** @returns To be called with the ids of batches that were anchored; never throws. */
export function anchoredBatches({ batchSize, anchoring }: Metrics, db: Db): (ids: readonly number[]) => void {
  return (ids) => {
    sql<Anchored>`
      select size, extract(epoch from anchored_at - sealed_at)::float8 as seconds
      from batch where id = any(${ids}::bigint[])`
      .execute(db)
      .then(
        ({ rows }) => {
          for (const { size, seconds } of rows) {
            batchSize.observe(size);
            anchoring.observe(seconds);
          }
        },
        () => undefined, // the database is away: others tell of that
      );
  };
}
