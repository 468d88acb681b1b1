/** How far the database is behind the ledger. */
import type { InvoiceDesk } from '../invoices/invoice-desk.js';
import type { Metrics } from './metrics.js';

export function measureProjection(metrics: Metrics, desk: Pick<InvoiceDesk, 'health'>): void {
  metrics.gauge(
    'chopmark_projection_blocks_behind',
    'Blocks that the peer has and the database has not seen; not known where another process folds',
    async () => (await desk.health()).projection.blocksBehind ?? NaN,
  );
}
