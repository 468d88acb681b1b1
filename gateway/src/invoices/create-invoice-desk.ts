/**
 * Puts the issuing side together.
 *
 * @module
 */
import type { TrustProfile } from '@chopmark/core/verify';

import type { Ledger } from '../ledger/ledger.js';
import type { PipelineLog } from '../pipeline/log.js';
import type { AtStep } from '../pipeline/steps.js';
import type { Db } from '../store/database.js';
import type { InvoiceDesk } from './invoice-desk.js';

export interface DeskContext {
  /** Migrated (`migrate(db)`); the desk does not end it. */
  readonly db: Db;
  /** The desk does not close it. */
  readonly ledger: Ledger;
  /** Profile under which every bundle is judged before it is handed out. */
  readonly trust: TrustProfile;
  readonly log?: PipelineLog;
  /** Fifth digit of the number prefix: the channel of issue. Default 2, hence `inv-26002`. */
  readonly issueChannel?: number;
  /** Test seam, see pipeline/steps.ts. */
  readonly atStep?: AtStep;
}

/** A desk that works in the background from `start` until `stop`. */
export interface RunningDesk extends InvoiceDesk {
  /** Returns at once: waits for lease and ledger by itself, and says so in `health`. */
  start(): void;
  /** Resolves when nothing of it runs any more; what is unfinished goes on at the next start. */
  stop(): Promise<void>;
}

export function createInvoiceDesk(context: DeskContext): RunningDesk {
  throw new Error(`the desk of ${context.ledger.namespace} is not put together yet`);
}
