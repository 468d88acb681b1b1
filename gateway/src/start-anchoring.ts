/**
 * The ledger side of a gateway, and the desk of the tax bureau upon it; how `/readyz` and `/metrics` learn of them.
 *
 * @module
 */
import type { Logger } from 'pino';
import { type Anchoring, createAnchoring } from './anchoring/create-anchoring.js';
import { AuditLog, GATEWAY } from './audit/audit-log.js';
import type { Config } from './config.js';
import type { NetworkFacts } from './config/network-facts.js';
import type { HealthCheck } from './health/health.js';
import { deskOf } from './invoices/create-invoice-desk.js';
import type { InvoiceDesk } from './invoices/invoice-desk.js';
import type { Vault } from './keys/vault.js';
import { FabricLedger } from './ledger/fabric-ledger.js';
import { anchoredBatches } from './metrics/anchored-batches.js';
import { measureBacklog } from './metrics/backlog.js';
import { measuredLedger } from './metrics/measured-ledger.js';
import { measureProjection } from './metrics/projection.js';
import type { Metrics } from './metrics/metrics.js';
import { ErasureJournal } from './privacy/erasure-journal.js';
import { completeJournal, eraseAgain } from './privacy/forgotten-erasures.js';
import type { BundleJudge } from './proofs/bundle-judge.js';
import type { Db } from './store/database.js';
import { configuredTimestampClient } from './timestamps/configured-client.js';

export interface StartedAnchoring {
  readonly anchoring: Anchoring;
  readonly checks: readonly HealthCheck[];
  stop(): Promise<void>;
}

export interface AnchoringParts {
  readonly config: Config;
  readonly facts: NetworkFacts;
  readonly db: Db;
  readonly vault: Vault;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly judge: BundleJudge;
}

/** Returns with the pipeline working in the background; a ledger that is away makes it wait, not fail. */
export function startAnchoring(parts: AnchoringParts): StartedAnchoring {
  const { config, facts, db, vault, logger, metrics, judge } = parts;
  const log = logger.child({ side: config.organization === 'tax' ? 'issuing' : 'anchoring' });
  const timestampClient = configuredTimestampClient(config, facts);
  const ledger = new FabricLedger(facts.connection, log);
  const anchoring = createAnchoring({
    db,
    vault,
    ledger: measuredLedger(ledger, metrics),
    trust: facts.trust.profiles,
    judge: (bundle) => judge.judge(bundle),
    log,
    issueChannel: config.issueChannel,
    databaseUrl: config.databaseUrl,
    onAnchored: anchoredBatches(metrics, db),
    ...(timestampClient && { timestampClient }),
  });
  const { pipeline } = anchoring;
  measureBacklog(metrics, db);
  measureProjection(metrics, anchoring);
  pipeline.start();
  return {
    anchoring,
    checks: config.organization === 'tax' ? issuingChecks(anchoring) : [haltCheck(anchoring)],
    stop: async () => {
      await pipeline.stop();
      ledger.close();
    },
  };
}

function issuingChecks({ health }: Anchoring): HealthCheck[] {
  return (['ledger', 'pipeline', 'projection'] as const).map((name) => ({
    name,
    check: async () => {
      const { ok, detail } = (await health())[name];
      if (!ok) throw new Error(detail);
    },
  }));
}

/** Where nothing is issued, a ledger that is away keeps nobody from verifying; a ledger that contradicts is told. */
function haltCheck({ halts }: Anchoring): HealthCheck {
  return {
    name: 'pipeline',
    check: () => {
      const [halt] = halts.all;
      if (halt === undefined) return Promise.resolve();
      return Promise.reject(new Error(`halted, ${halt.code}: ${halt.detail}`));
    },
  };
}

/** Only the tax bureau issues, so far. */
export async function deskHere(
  { anchoring }: StartedAnchoring,
  { organization, dataFolder, retentionDays }: Config,
): Promise<InvoiceDesk | undefined> {
  if (organization !== 'tax') return undefined;
  const erasureJournal = new ErasureJournal(dataFolder);
  await keepErased(anchoring, erasureJournal);
  return deskOf(anchoring, { retentionDays, erasureJournal });
}

/** Before anybody can read: what was erased stays so, in a database that was restored as well. */
async function keepErased({ db, log, now }: Anchoring, journal: ErasureJournal): Promise<void> {
  const audit = new AuditLog(db, 'tax', now);
  for (const id of await eraseAgain({ db, audit, journal }, GATEWAY))
    log.warn({ invoice: id }, 'an erased invoice had come back with an older database, and is erased again');
  await completeJournal({ db, journal });
}
