/** What `/readyz` says, for those who look at numbers. */
import type { Health } from '../health/health.js';
import type { Metrics } from './metrics.js';

export function measureParts(metrics: Metrics, health: Pick<Health, 'parts'>): void {
  metrics.gauges('chopmark_part_up', 'Parts of the gateway: 1 when up, 0 when down', 'part', async () =>
    (await health.parts()).map(({ name, state }) => [name, state === 'up' ? 1 : 0]),
  );
}
