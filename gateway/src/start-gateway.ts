/**
 * One gateway from its configuration: database, accounts, ledger, desk (at the tax bureau), HTTP.
 *
 * @module
 */
import { join } from 'node:path';
import type { Logger } from 'pino';
import { trustFingerprint } from '@chopmark/core/verify';
import { admitting } from './admission.js';
import { createApp, type AppContext } from './app.js';
import type { Config } from './config.js';
import { certificateEnds } from './config/certificate-ends.js';
import { readNetworkFacts, type NetworkFacts } from './config/network-facts.js';
import { networkFault } from './config/production.js';
import type { AccessContext } from './create-access.js';
import { Health } from './health/health.js';
import { ImportRunner } from './imports/import-runner.js';
import { KeptUploads } from './imports/kept-uploads.js';
import type { InvoiceDesk } from './invoices/invoice-desk.js';
import { KeyFile } from './keys/key-file.js';
import { keyFileOptions } from './keys/key-file-options.js';
import { followRotation } from './keys/follow-rotation.js';
import { Vault } from './keys/vault.js';
import { InvoiceLinks } from './links/invoice-links.js';
import { measureAudit } from './metrics/audit.js';
import { measureCertificates } from './metrics/certificates.js';
import { Metrics } from './metrics/metrics.js';
import { measureParts } from './metrics/parts.js';
import { serveMetrics } from './metrics/serve-metrics.js';
import { BundleJudge } from './proofs/bundle-judge.js';
import { sha256 } from './proofs/node-crypto.js';
import { readSdk } from './guide/sdk.js';
import { RequestLimit } from './requests/rate-limit.js';
import { openSpoolFolder } from './requests/spool.js';
import { serve } from './listening/serve.js';
import { startAccess } from './start-access.js';
import { deskHere, startAnchoring } from './start-anchoring.js';
import { startCanary } from './start-canary.js';
import { createDatabase, type Db } from './store/database.js';
import { databaseCheck } from './health/database-check.js';
import { migrate } from './store/migrate.js';
import { startWebhooks } from './start-webhooks.js';
import { crowdedLinkPage } from './links/closed-link-page.js';
import { hereOf } from './links/page-parts.js';
import { gatewayVersion } from './version.js';

export interface RunningGateway {
  readonly url: string;
  /** Drains and closes everything; what is accepted and not anchored goes on at the next start. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly logger: Logger;
  readonly progress: (text: string) => void;
}

/** Closes what was opened, last first, whatever happens on the way. */
class Opened {
  readonly #closers: (() => Promise<void> | void)[] = [];

  add(close: () => Promise<void> | void): void {
    this.#closers.unshift(close);
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0)) await close();
  }
}

/** @throws {Error} When something that cannot heal by itself stands in the way. */
export async function startGateway(config: Config, options: StartOptions): Promise<RunningGateway> {
  const opened = new Opened();
  try {
    return await start(config, options, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function start(
  config: Config,
  { logger, progress }: StartOptions,
  opened: Opened,
): Promise<RunningGateway> {
  const facts = await readNetworkFacts(config.connection, config.organization, (err) => {
    logger.warn({ err }, 'the new trust profile cannot be used');
  });
  facts.trust.watch();
  opened.add(() => facts.trust.close());
  const fault = networkFault(config.mode, facts.connection.kind);
  if (fault !== undefined) throw new Error(fault);

  progress(`${config.organization}: preparing the database`);
  const db = openDatabase(config, logger, opened);
  const keys = await KeyFile.open(keyFileOptions(config));
  await migrate(db, undefined, keys);
  const vault = await Vault.open(db, keys);
  opened.add(followRotation(vault, logger));
  // Hashing passwords takes its time; ledger and desk connect meanwhile.
  const metrics = new Metrics();
  const judge = new BundleJudge(facts.trust.profiles, () => new Date());
  opened.add(() => judge.stop());
  const started = startAnchoring({ config, facts, db, vault, logger, metrics, judge });
  opened.add(() => started.stop());
  const { anchoring } = started;
  const desk = await deskHere(started, config);
  progress(`${config.organization}: preparing accounts`);
  const { access, stop: stopChores } = await startAccess({ config, facts, db, anchoring, logger });
  opened.add(stopChores);

  measureAudit(metrics, db);
  measureCertificates(metrics, certificateEnds(facts.connection));
  if (desk !== undefined) startCanary({ config, db, desk, logger, metrics }, opened);
  const webhooks = startWebhooks({ config, db, vault, logger, audit: access.audit, metrics }, opened);

  const health = new Health([databaseCheck(db), ...started.checks], (part, err) => {
    logger.warn({ part, err }, 'a part is down');
  });
  measureParts(metrics, health);
  const draining = new AbortController();
  const app = createApp({
    ...(await contextOf(config, facts, logger, judge)),
    ...(desk && {
      desk,
      imports: startImports(config, desk, logger, opened),
      links: new InvoiceLinks({ db, audit: access.audit, now: () => new Date() }),
    }),
    draining: draining.signal,
    ...(webhooks && { webhooks }),
    metrics,
    ...access,
    health,
  });
  const door = admitting(app, {
    maxRequests: config.maxRequests,
    helpBase: config.publicUrl,
    pageFor: (req) => crowdedLinkPage(req, hereOf(gatewayVersion(config, facts))),
    onRefused: (count) => {
      metrics.turnedAway.inc(count);
      logger.warn(
        { refused: count, maxRequests: config.maxRequests },
        'overloaded: requests were turned away',
      );
    },
  });
  if (config.metrics !== undefined) {
    const measured = await serveMetrics(metrics, config.metrics.host, config.metrics.port);
    opened.add(() => measured.close(0));
  }
  const listening = await serve(door, config.host, config.port, {
    maxConnections: config.maxConnections,
    crowds: true,
    framing: {
      helpBase: config.publicUrl,
      onAnswered: (code, traceId) => logger.info({ code, traceId }, 'what came was no whole request'),
    },
  });
  opened.add(async () => {
    health.drain();
    draining.abort();
    await listening.close(config.drainSeconds * 1000);
  });
  return { url: listening.url, stop: () => opened.close() };
}

function openDatabase(config: Config, logger: Logger, opened: Opened): Db {
  const db = createDatabase(config.databaseUrl, {
    maxConnections: config.databaseConnections,
    applicationName: `chopmark-${config.organization}`,
    onError: (err) => {
      logger.warn({ err }, 'a database connection broke');
    },
  });
  opened.add(() => db.destroy());
  return db;
}

function startImports(config: Config, desk: InvoiceDesk, logger: Logger, opened: Opened): ImportRunner {
  const { dataFolder, maxBatchBytes } = config;
  const uploads = new KeptUploads(join(dataFolder, 'imports'));
  const imports = new ImportRunner({ desk, uploads, maxBatchBytes, logger });
  imports.start();
  opened.add(() => imports.stop());
  return imports;
}

type Prepared = Omit<AppContext, keyof AccessContext | 'health' | 'desk' | 'imports' | 'links' | 'webhooks'>;

async function contextOf(
  config: Config,
  facts: NetworkFacts,
  logger: Logger,
  judge: BundleJudge,
): Promise<Prepared> {
  const { organization, dataFolder, publicUrl, webFolder, samplesFolder, oidc, sdkFolder } = config;
  const now = (): Date => new Date();
  const spoolFolder = await openSpoolFolder(join(dataFolder, 'uploads'));
  return {
    organization,
    publicUrl,
    returnPaths: oidc?.returnPaths ?? ['/'],
    logger,
    now,
    spoolFolder,
    ...(webFolder !== undefined && { webFolder }),
    ...(sdkFolder !== undefined && { sdk: await readSdk(sdkFolder) }),
    ...(samplesFolder !== undefined && { samplesFolder }),
    trustProfile: () => facts.trust.text,
    trustFingerprint: () => trustFingerprint(sha256, facts.trust.profile),
    trustedProxies: config.trustedProxies,
    maxBatchBytes: config.maxBatchBytes,
    verify: (bundle) => judge.judge(bundle),
    verifyFile: (file) => judge.judgeFile(file),
    verificationLimit: new RequestLimit(config.verificationsPerMinute),
    version: gatewayVersion(config, facts),
  };
}
