/**
 * Words between the processes of one database (LISTEN/NOTIFY): what was accepted here is sealed there at once, and what
 * was anchored there is answered here at once. A word that is lost costs a moment, never a document: everybody also
 * looks by itself.
 *
 * @module
 */
import { sql } from 'kysely';
import pg from 'pg';

import { BackOff, pause } from '../pipeline/bell.js';
import type { PipelineLog } from '../pipeline/log.js';
import type { Db } from './database.js';

const CHANNEL = 'chopmark';
const RETRY_MS = 200;
const LONGEST_RETRY_MS = 5_000;
const CONNECT_MS = 5_000;
const KEEPALIVE_MS = 10_000;

/** `accepted`: something waits in the series. `anchored`: these batches stand on the ledger. */
export type Signal =
  | { readonly kind: 'accepted'; readonly series: string }
  | { readonly kind: 'anchored'; readonly batches: readonly number[] };

export interface Signals {
  /** Tells the other processes; never rejects. */
  tell(db: Db, signal: Signal): Promise<void>;
  /** Hears what other processes tell, until the signal says stop. */
  listen(hear: (signal: Signal) => void, stop: AbortSignal): Promise<void>;
}

/** One process alone, or processes that look by themselves only. */
export const NO_SIGNALS: Signals = { tell: () => Promise.resolve(), listen: () => Promise.resolve() };

export class PostgresSignals implements Signals {
  readonly #url: string;
  readonly #run: string;
  readonly #log: PipelineLog;

  /** @param run This run of the program: its own words are not heard. */
  constructor(url: string, run: string, log: PipelineLog) {
    this.#url = url;
    this.#run = run;
    this.#log = log;
  }

  async tell(db: Db, signal: Signal): Promise<void> {
    try {
      const payload = JSON.stringify({ from: this.#run, ...signal });
      await sql`select pg_notify(${CHANNEL}, ${payload})`.execute(db);
    } catch (error) {
      this.#log.debug({ err: error }, 'the other processes were not told');
    }
  }

  async listen(hear: (signal: Signal) => void, stop: AbortSignal): Promise<void> {
    const backOff = new BackOff(RETRY_MS, LONGEST_RETRY_MS);
    while (!stop.aborted) {
      try {
        await this.#listenOnce(hear, stop, () => backOff.reset());
      } catch (error) {
        this.#log.debug({ err: error }, 'the other processes are not heard for now');
      }
      await pause(backOff.next(), stop);
    }
  }

  async #listenOnce(hear: (signal: Signal) => void, stop: AbortSignal, connected: () => void): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'chopmark-signals',
      connectionTimeoutMillis: CONNECT_MS,
      // Nothing is ever said on it: only so does it show that a server went away without a word.
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEPALIVE_MS,
    });
    const over = new Promise<void>((resolve) => {
      // Not once: an error without a listener ends the process, and a broken connection may tell of it twice.
      client.on('error', () => resolve());
      client.once('end', () => resolve());
      stop.addEventListener('abort', () => resolve(), { once: true });
    });
    try {
      await client.connect();
      client.on('notification', ({ payload = '' }) => {
        const signal = this.#read(payload);
        if (signal !== undefined) hear(signal);
      });
      await client.query(`listen ${CHANNEL}`);
      connected();
      await over;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** Only processes of ours can write here; still, a word that cannot be read is passed over. */
  #read(payload: string): Signal | undefined {
    try {
      const { from, ...signal } = JSON.parse(payload) as Signal & { from: string };
      return from === this.#run ? undefined : signal;
    } catch {
      return undefined;
    }
  }
}
