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
import { AuditLog, GATEWAY } from './audit/audit-log.js';
import { ErasureJournal } from './privacy/erasure-journal.js';
import { completeJournal, eraseAgain } from './privacy/forgotten-erasures.js';
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
export async function startIssuing({
  config,
  facts,
  db,
  vault,
  logger,
  metrics,
  judge,
}: IssuingParts): Promise<Issuing> {
  const log = logger.child({ side: 'issuing' });
  const erasureJournal = new ErasureJournal(config.dataFolder);
  await keepErased(db, erasureJournal, log);
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
    erasureJournal,
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

/** Before anybody can read: what was erased stays so, in a database that was restored as well. */
async function keepErased(db: Db, journal: ErasureJournal, log: Logger): Promise<void> {
  const audit = new AuditLog(db, 'tax', () => new Date());
  for (const id of await eraseAgain({ db, audit, journal }, GATEWAY))
    log.warn({ invoice: id }, 'an erased invoice had come back with an older database, and is erased again');
  await completeJournal({ db, journal });
}
