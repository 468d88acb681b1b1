/**
 * Webhooks of the issuing side: the routes' desk, the sender behind it, and its log that is forgotten in time.
 *
 * @module
 */
import type { Logger } from 'pino';
import type { AuditLog } from './audit/audit-log.js';
import type { Config } from './config.js';
import { startChores } from './housekeeping.js';
import type { Vault } from './keys/vault.js';
import type { Metrics } from './metrics/metrics.js';
import { measureWebhooks } from './metrics/webhooks.js';
import type { Db } from './store/database.js';
import { PROGRAM_VERSION } from './version.js';
import { WebhookDesk } from './webhooks/webhook-desk.js';

export interface WebhookStart {
  readonly config: Config;
  readonly db: Db;
  readonly logger: Logger;
  readonly vault: Vault;
  readonly audit: AuditLog;
  readonly metrics: Metrics;
}

const HOUR_MS = 3_600_000;

/** Only the tax bureau has something to tell, so far. */
export function startWebhooks(
  { config, db, vault, logger, audit, metrics }: WebhookStart,
  opened: { add(close: () => Promise<void>): void },
): WebhookDesk | undefined {
  if (config.organization !== 'tax') return undefined;
  const desk = new WebhookDesk({
    db,
    audit,
    vault,
    targets: config.webhookTargets,
    log: logger.child({ side: 'webhooks' }),
    version: PROGRAM_VERSION,
    now: () => new Date(),
    onTried: (outcome) => metrics.webhookTries.inc({ outcome }),
  });
  measureWebhooks(metrics, db);
  const chores = startChores([{ name: 'webhooks', everyMs: HOUR_MS, run: () => desk.clean() }], logger);
  desk.sender.start();
  opened.add(async () => {
    await chores.stop();
    await desk.sender.stop();
  });
  return desk;
}
