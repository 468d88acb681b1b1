/** The canary of the issuing side, at work until the gateway stops. */
import type { Logger } from 'pino';

import type { Config } from './config.js';
import { startChores } from './housekeeping.js';
import type { InvoiceDesk } from './invoices/invoice-desk.js';
import { measuredCanary } from './metrics/canary.js';
import type { Metrics } from './metrics/metrics.js';
import type { Db } from './store/database.js';

export interface CanaryStart {
  readonly config: Config;
  readonly db: Db;
  readonly desk: InvoiceDesk;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

export function startCanary(
  { config, db, desk, logger, metrics }: CanaryStart,
  opened: { add(close: () => Promise<void>): void },
): void {
  const log = logger.child({ side: 'canary' });
  const canary = measuredCanary(metrics, { db, desk, log, now: () => new Date() });
  if (config.canarySeconds === 0) return;
  const chore = { name: 'canary', everyMs: config.canarySeconds * 1_000, run: () => canary.look() };
  const chores = startChores([chore], logger);
  opened.add(() => chores.stop());
}
