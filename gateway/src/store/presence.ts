/**
 * Which processes of this database are alive: each holds an advisory lock under its run, on a connection of its own.
 * PostgreSQL frees it when that connection ends, however it ends.
 *
 * @module
 */
import { sql } from 'kysely';

import { BackOff, pause } from '../pipeline/bell.js';
import type { PipelineLog } from '../pipeline/log.js';
import type { Db } from './database.js';

const RETRY_MS = 200;
const LONGEST_RETRY_MS = 5_000;
const HEARTBEAT_MS = 2_000;

const lockOf = (run: string) => sql`hashtextextended(${`chopmark/run/${run}`}, 0)`;

/** Is seen as alive until the signal says stop; a connection that broke is replaced. */
export async function bePresent(db: Db, run: string, log: PipelineLog, signal: AbortSignal): Promise<void> {
  const backOff = new BackOff(RETRY_MS, LONGEST_RETRY_MS);
  while (!signal.aborted) {
    try {
      await db.connection().execute(async (connection) => {
        await sql`select pg_advisory_lock(${lockOf(run)})`.execute(connection);
        backOff.reset();
        while (!signal.aborted) {
          await pause(HEARTBEAT_MS, signal);
          await sql`select 1`.execute(connection);
        }
        await sql`select pg_advisory_unlock(${lockOf(run)})`.execute(connection);
      });
    } catch (error) {
      log.warn({ err: error }, 'others may take this process for dead until the database answers');
      await pause(backOff.next(), signal);
    }
  }
}

/** Whether the process of that run is gone. */
export async function isGone(db: Db, run: string): Promise<boolean> {
  return db.connection().execute(async (connection) => {
    const { rows } = await sql<{ got: boolean }>`select pg_try_advisory_lock(${lockOf(run)}) as got`.execute(
      connection,
    );
    if (rows[0]?.got !== true) return false;
    await sql`select pg_advisory_unlock(${lockOf(run)})`.execute(connection);
    return true;
  });
}
