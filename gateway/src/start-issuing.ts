/**
 * The issuing side of the tax bureau: ledger and desk, and how `/readyz` learns of them.
 *
 * @module
 */
import type { Logger } from 'pino';
import type { Config } from './config.js';
import type { NetworkFacts } from './config/network-facts.js';
import type { HealthCheck } from './health/health.js';
import { createInvoiceDesk } from './invoices/create-invoice-desk.js';
import type { InvoiceDesk } from './invoices/invoice-desk.js';
import type { Vault } from './keys/vault.js';
import { FabricLedger } from './ledger/fabric-ledger.js';
import { anchoredBatches } from './metrics/anchored-batches.js';
import { measureBacklog } from './metrics/backlog.js';
import { measuredLedger } from './metrics/measured-ledger.js';
import { measureProjection } from './metrics/projection.js';
import type { Metrics } from './metrics/metrics.js';
import type { BundleJudge } from './proofs/bundle-judge.js';
import type { Db } from './store/database.js';
import { configuredTimestampClient } from './timestamps/configured-client.js';

export interface Issuing {
  readonly desk: InvoiceDesk;
  readonly checks: readonly HealthCheck[];
  stop(): Promise<void>;
}

export interface IssuingParts {
  readonly config: Config;
  readonly facts: NetworkFacts;
  readonly db: Db;
  readonly vault: Vault;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly judge: BundleJudge;
}

/** Returns with the desk working in the background; a ledger that is away makes it wait, not fail. */
export function startIssuing({ config, facts, db, vault, logger, metrics, judge }: IssuingParts): Issuing {
  const log = logger.child({ side: 'issuing' });
  const timestampClient = configuredTimestampClient(config, facts);
  const ledger = new FabricLedger(facts.connection, log);
  const desk = createInvoiceDesk({
    db,
    vault,
    ledger: measuredLedger(ledger, metrics),
    trust: facts.trust.profiles,
    judge: (bundle) => judge.judge(bundle),
    log,
    issueChannel: config.issueChannel,
    retentionDays: config.retentionDays,
    databaseUrl: config.databaseUrl,
    onAnchored: anchoredBatches(metrics, db),
    ...(timestampClient && { timestampClient }),
  });
  measureBacklog(metrics, db);
  measureProjection(metrics, desk);
  desk.start();
  return {
    desk,
    checks: (['ledger', 'pipeline', 'projection'] as const).map((name) => ({
      name,
      check: async () => {
        const { ok, detail } = (await desk.health())[name];
        if (!ok) throw new Error(detail);
      },
    })),
    stop: async () => {
      await desk.stop();
      ledger.close();
    },
  };
}
