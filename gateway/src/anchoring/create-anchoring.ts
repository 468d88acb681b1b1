/**
 * The ledger side of any gateway, put together: the pipeline through which documents go, and the making of bundles of
 * those that stand on the ledger.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';

import type { TrustProfile } from '@chopmark/core/verify';

import { ledgerSideHealth, type LedgerSideHealth } from './health.js';
import type { Vault } from '../keys/vault.js';
import type { Ledger } from '../ledger/ledger.js';
import { Fates } from '../pipeline/fates.js';
import { Halts } from '../pipeline/halt.js';
import { type PipelineLog, SILENT } from '../pipeline/log.js';
import { Pipeline } from '../pipeline/pipeline.js';
import { Troubles } from '../pipeline/troubles.js';
import { type AtStep, NO_FAULTS } from '../pipeline/steps.js';
import type { Judge } from '../proofs/anchored-document.js';
import { Statements } from '../proofs/statements.js';
import type { Db } from '../store/database.js';
import { NO_SIGNALS, PostgresSignals } from '../store/signals.js';
import type { TimestampClient } from '../timestamps/timestamp-client.js';
import { Timestamper } from '../timestamps/timestamper.js';
import { createBundles, type Bundles } from './create-bundles.js';

export interface AnchoringContext {
  /** Migrated (`migrate(db)`); not ended here. */
  readonly db: Db;
  /** Of this database. */
  readonly vault: Vault;
  /** Not closed here. */
  readonly ledger: Ledger;
  /** Profiles under which every bundle is judged before it is handed out; may be replaced meanwhile. */
  readonly trust: readonly TrustProfile[];
  /** Judges under those profiles; absent: it is done here. */
  readonly judge?: Judge;
  readonly log?: PipelineLog;
  readonly now?: () => Date;
  /** Fifth digit of the number prefix of invoices: the channel of issue. Default 2, hence `inv-26002`. */
  readonly issueChannel?: number;
  /** Of the same database: with it several processes tell each other what happened. */
  readonly databaseUrl?: string;
  /** Told of batches that were anchored, by the process that holds the lease. */
  readonly onAnchored?: (batchIds: readonly number[]) => void;
  /** Absent: nothing is timestamped. */
  readonly timestampClient?: Pick<TimestampClient, 'stamp'>;
  /** Test seam, see pipeline/steps.ts. */
  readonly atStep?: AtStep;
}

export interface Anchoring {
  readonly db: Db;
  readonly vault: Vault;
  readonly ledger: Ledger;
  readonly log: PipelineLog;
  readonly now: () => Date;
  readonly issueChannel: number;
  readonly atStep: AtStep;
  /** This run of the program, told from every other. */
  readonly run: string;
  readonly pipeline: Pipeline;
  readonly fates: Fates;
  readonly halts: Halts;
  readonly troubles: Troubles;
  readonly bundles: Bundles;
  /** Never rejects. */
  readonly health: () => Promise<LedgerSideHealth>;
}

/** It works once its pipeline is started. */
export function createAnchoring(context: AnchoringContext): Anchoring {
  const { db, vault, ledger, trust, log = SILENT, issueChannel = 2, atStep = NO_FAULTS } = context;
  const { now = () => new Date(), databaseUrl, timestampClient: client } = context;
  const run = randomUUID();
  const fates = new Fates();
  const halts = new Halts(db, log);
  const troubles = new Troubles(db, log, now);
  const signals = databaseUrl === undefined ? NO_SIGNALS : new PostgresSignals(databaseUrl, run, log);
  const timestamper = client === undefined ? undefined : new Timestamper({ db, client, log });
  const onAnchored = context.onAnchored ?? (() => undefined);
  const own = { db, vault, ledger, log, issueChannel, run, atStep, fates, halts, troubles };
  const pipeline = new Pipeline({ ...own, signals, onAnchored, timestamper });
  const statements = new Statements({ ledger, log, now, clockTime: () => pipeline.clock?.time });
  const bundles = createBundles({ db, ledger, trust, judge: context.judge, log, now, statements });
  return { ...own, now, pipeline, bundles, health: ledgerSideHealth(db, ledger, pipeline) };
}
