/** How far the database is behind the ledger. */
import type { Anchoring } from '../anchoring/create-anchoring.js';
import type { Metrics } from './metrics.js';

export function measureProjection(metrics: Metrics, side: Pick<Anchoring, 'health'>): void {
  metrics.gauge(
    'chopmark_projection_blocks_behind',
    'Blocks that the peer has and the database has not seen; not known where another process folds',
    async () => (await side.health()).projection.blocksBehind ?? NaN,
  );
}
