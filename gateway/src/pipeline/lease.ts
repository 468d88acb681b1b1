/**
 * One pipeline for each database: whoever holds the advisory lock. PostgreSQL frees it when the
 * holder's connection ends, however it ends.
 *
 * @module
 */
import { sql } from 'kysely';

import type { Db } from '../store/database.js';
import { BackOff, pause } from './bell.js';
import type { PipelineLog } from './log.js';

/** Advisory lock of whoever writes batches. */
export const LEASE = 'chopmark/pipeline';
const RETRY_MS = 500;
const LONGEST_RETRY_MS = 5_000;
const HEARTBEAT_MS = 2_000;

export interface LeaseOptions {
  readonly db: Db;
  readonly log: PipelineLog;
  /** Ends the attempts and the work. */
  readonly signal: AbortSignal;
  /** The work; its signal aborts when the lease is lost. */
  readonly held: (signal: AbortSignal) => Promise<void>;
}

/** Runs the work whenever the lease is held, until the signal says stop. */
export async function whileLeased({ db, log, signal, held }: LeaseOptions): Promise<void> {
  const backOff = new BackOff(RETRY_MS, LONGEST_RETRY_MS);
  while (!signal.aborted) {
    try {
      await db.connection().execute(async (connection) => {
        const { rows } = await sql<{ got: boolean }>`
          select pg_try_advisory_lock(hashtextextended(${LEASE}, 0)) as got`.execute(connection);
        if (rows[0]?.got === true) await work(connection, signal, held);
      });
      backOff.reset();
    } catch (error) {
      log.warn({ err: error }, 'lease of the pipeline lost or not to be had');
    }
    await pause(backOff.next(), signal);
  }
}

async function work(connection: Db, signal: AbortSignal, held: LeaseOptions['held']): Promise<void> {
  const lost = new AbortController();
  const both = AbortSignal.any([signal, lost.signal]);
  const heart = beat(connection, both).catch(() => lost.abort());
  try {
    await held(both);
  } finally {
    lost.abort();
    await heart;
    // On a broken connection the lock is gone anyhow.
    await sql`select pg_advisory_unlock(hashtextextended(${LEASE}, 0))`
      .execute(connection)
      .catch(() => undefined);
  }
}

async function beat(connection: Db, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sql`select 1`.execute(connection);
    await pause(HEARTBEAT_MS, signal);
  }
}
