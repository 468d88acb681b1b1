/**
 * Puts the issuing side together.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';

import type { TrustProfile } from '@chopmark/core/verify';

import { AuditLog } from '../audit/audit-log.js';
import type { Vault } from '../keys/vault.js';
import type { Ledger } from '../ledger/ledger.js';
import { Fates } from '../pipeline/fates.js';
import { Halts } from '../pipeline/halt.js';
import { type PipelineLog, SILENT } from '../pipeline/log.js';
import { Pipeline } from '../pipeline/pipeline.js';
import { Troubles } from '../pipeline/troubles.js';
import { type AtStep, NO_FAULTS } from '../pipeline/steps.js';
import type { ErasureJournal } from '../privacy/erasure-journal.js';
import { Erasures } from '../privacy/erasures.js';
import type { Judge } from '../proofs/anchored-document.js';
import { Statements } from '../proofs/statements.js';
import type { Db } from '../store/database.js';
import { NO_SIGNALS, PostgresSignals } from '../store/signals.js';
import type { TimestampClient } from '../timestamps/timestamp-client.js';
import { Timestamper } from '../timestamps/timestamper.js';
import { createProofs } from './create-proofs.js';
import { Desk } from './desk.js';
import { deskHealth } from './health.js';
import { Settlements } from './settlements.js';
import type { InvoiceDesk } from './invoice-desk.js';

export interface DeskContext {
  /** Migrated (`migrate(db)`); the desk does not end it. */
  readonly db: Db;
  /** Of this database. */
  readonly vault: Vault;
  /** The desk does not close it. */
  readonly ledger: Ledger;
  /** Profiles under which every bundle is judged before it is handed out; may be replaced while the desk works. */
  readonly trust: readonly TrustProfile[];
  /** Judges under those profiles; absent: the desk does so itself. */
  readonly judge?: Judge;
  readonly log?: PipelineLog;
  /** Days for which an issued invoice must be kept, from its day of issue; default ten years. */
  readonly retentionDays?: number;
  /** Absent: erasures are known to the database alone, and a backup brings back what was erased. */
  readonly erasureJournal?: ErasureJournal;
  readonly now?: () => Date;
  /** Fifth digit of the number prefix: the channel of issue. Default 2, hence `inv-26002`. */
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

/** Ten years (税收征收管理法实施细则 art. 29). */
export const RETENTION_DAYS = 3_653;

/** A desk that works in the background from `start` until `stop`. */
export interface RunningDesk extends InvoiceDesk {
  /** Returns at once: waits for lease and ledger by itself, and says so in `health`. */
  start(): void;
  /** Resolves when nothing of it runs any more; what is unfinished goes on at the next start. */
  stop(): Promise<void>;
}

export function createInvoiceDesk(context: DeskContext): RunningDesk {
  const { db, vault, ledger, trust, log = SILENT, issueChannel = 2, atStep = NO_FAULTS } = context;
  const { now = () => new Date(), retentionDays = RETENTION_DAYS, erasureJournal: journal } = context;
  const run = randomUUID();
  const fates = new Fates();
  const halts = new Halts(db, log);
  const troubles = new Troubles(db, log, now);
  const signals =
    context.databaseUrl === undefined ? NO_SIGNALS : new PostgresSignals(context.databaseUrl, run, log);
  const client = context.timestampClient;
  const timestamper = client === undefined ? undefined : new Timestamper({ db, client, log });
  const onAnchored = context.onAnchored ?? (() => undefined);
  const pipeline = new Pipeline({
    db,
    vault,
    ledger,
    log,
    issueChannel,
    run,
    atStep,
    fates,
    halts,
    troubles,
    signals,
    onAnchored,
    timestamper,
  });
  const statements = new Statements({ ledger, log, now, clockTime: () => pipeline.clock?.time });
  const proofs = createProofs({ db, vault, ledger, trust, judge: context.judge, log, now, statements });
  const desk = new Desk({
    db,
    vault,
    pipeline,
    halts,
    troubles,
    settlements: new Settlements({ db, vault }, fates, log),
    proofs,
    privacy: new Erasures({ db, audit: new AuditLog(db, 'tax', now), journal, retentionDays, now }),
    issueChannel,
    run,
    atStep,
    health: deskHealth(db, ledger, pipeline),
  });
  return Object.assign(desk, { start: () => pipeline.start(), stop: () => pipeline.stop() });
}
