/**
 * Puts the issuing side together.
 *
 * @module
 */
import { type Anchoring, type AnchoringContext, createAnchoring } from '../anchoring/create-anchoring.js';
import { AuditLog } from '../audit/audit-log.js';
import type { ErasureJournal } from '../privacy/erasure-journal.js';
import { Erasures } from '../privacy/erasures.js';
import { Desk } from './desk.js';
import type { InvoiceDesk } from './invoice-desk.js';
import { InvoiceProofs } from './invoice-proofs.js';
import { Settlements } from './settlements.js';

export interface DeskSettings {
  /** Days for which an issued invoice must be kept, from its day of issue; default ten years. */
  readonly retentionDays?: number;
  /** Absent: erasures are known to the database alone, and a backup brings back what was erased. */
  readonly erasureJournal?: ErasureJournal;
}

export type DeskContext = AnchoringContext & DeskSettings;

/** Ten years (税收征收管理法实施细则 art. 29). */
export const RETENTION_DAYS = 3_653;

/** A desk that works in the background from `start` until `stop`. */
export interface RunningDesk extends InvoiceDesk {
  /** What it stands on. */
  readonly anchoring: Anchoring;
  /** Returns at once: waits for lease and ledger by itself, and says so in `health`. */
  start(): void;
  /** Resolves when nothing of it runs any more; what is unfinished goes on at the next start. */
  stop(): Promise<void>;
}

export function createInvoiceDesk(context: DeskContext): RunningDesk {
  const anchoring = createAnchoring(context);
  const { pipeline } = anchoring;
  return Object.assign(deskOf(anchoring, context), {
    anchoring,
    start: () => pipeline.start(),
    stop: () => pipeline.stop(),
  });
}

/** The desk on a ledger side that others start and stop. */
export function deskOf(anchoring: Anchoring, settings: DeskSettings = {}): Desk {
  const { retentionDays = RETENTION_DAYS, erasureJournal: journal } = settings;
  const { db, vault, pipeline, fates, halts, troubles, issueChannel, run, atStep, log, now, health } =
    anchoring;
  return new Desk({
    db,
    vault,
    pipeline,
    halts,
    troubles,
    settlements: new Settlements({ db, vault }, fates, log),
    proofs: new InvoiceProofs({ db, vault, ...anchoring.bundles }),
    privacy: new Erasures({ db, audit: new AuditLog(db, 'tax', now), journal, retentionDays, now }),
    issueChannel,
    run,
    atStep,
    health,
  });
}
