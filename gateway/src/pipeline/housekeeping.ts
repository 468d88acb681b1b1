/**
 * What has to be done now and then beside the lines, by whoever holds the lease.
 *
 * @module
 */
import { sql } from 'kysely';

import { closeAbandoned } from '../invoices/operations.js';
import { forgetResults, forgetUploads } from '../invoices/forget-imports.js';
import type { Db } from '../store/database.js';
import { pause } from './bell.js';
import type { PipelineLog } from './log.js';

const LOOK_MS = 1_000;
const FORGET_MS = 10 * 60_000;
/** How long the first answer to a key is kept. */
export const REQUEST_KEY_DAYS = 7;
const FORGOTTEN_AT_ONCE = 10_000;

export interface HousekeepingContext {
  readonly db: Db;
  readonly log: PipelineLog;
  readonly run: string;
}

export async function housekeeping(
  { db, log, run }: HousekeepingContext,
  signal: AbortSignal,
): Promise<void> {
  let forgottenAt = -Infinity;
  while (!signal.aborted) {
    try {
      await closeAbandoned(db, run);
      if (performance.now() - forgottenAt > FORGET_MS) {
        await forgetRequestKeys(db);
        await forgetUploads(db);
        await forgetResults(db);
        forgottenAt = performance.now();
      }
    } catch (error) {
      log.warn({ err: error }, 'housekeeping waits');
    }
    await pause(LOOK_MS, signal);
  }
}

/** Forgets keys that are older than `REQUEST_KEY_DAYS`, in small transactions. */
export async function forgetRequestKeys(db: Db): Promise<number> {
  let forgotten = 0;
  let before: number;
  do {
    before = forgotten;
    forgotten += await forgetSome(db);
  } while (forgotten - before === FORGOTTEN_AT_ONCE);
  return forgotten;
}

async function forgetSome(db: Db): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from request_key where ctid = any(array(
      select ctid from request_key where created_at < now() - make_interval(days => ${REQUEST_KEY_DAYS})
      limit ${FORGOTTEN_AT_ONCE}))`.execute(db);
  return Number(numAffectedRows);
}
