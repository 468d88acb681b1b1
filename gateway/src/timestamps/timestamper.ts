/**
 * Gets the timestamps that are wanted, one after another: an authority is asked for one thing at a time and left alone for
 * longer and longer when it fails. Issuing never waits for it.
 *
 * @module
 */
import { BackOff, Bell, pause } from '../pipeline/bell.js';
import type { PipelineLog } from '../pipeline/log.js';
import type { Db } from '../store/database.js';
import type { TimestampClient } from './timestamp-client.js';
import { keepToken, nextWanted, postpone, wantMissed } from './timestamp-store.js';

const LOOK_MS = 5_000;
/** Between two questions, whatever waits. */
const GAP_MS = 100;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 300_000;

export interface TimestamperContext {
  readonly db: Db;
  readonly client: Pick<TimestampClient, 'stamp'>;
  readonly log: PipelineLog;
  /** For tests; default as above. */
  readonly gapMs?: number;
}

export class Timestamper {
  readonly #context: TimestamperContext;
  readonly #bell = new Bell();
  #isCaughtUp = false;

  constructor(context: TimestamperContext) {
    this.#context = context;
  }

  /** Something was anchored. */
  wake(): void {
    this.#bell.ring();
  }

  /** Runs until the signal says stop; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const backOff = new BackOff(FIRST_RETRY_MS, LONGEST_RETRY_MS);
    while (!signal.aborted) await this.#turn(signal, backOff);
  }

  async #turn(signal: AbortSignal, backOff: BackOff): Promise<void> {
    const { log, gapMs = GAP_MS } = this.#context;
    try {
      const isDone = await this.#next(signal);
      backOff.reset();
      if (isDone) await this.#bell.wait(LOOK_MS, signal);
      else await pause(gapMs, signal);
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ err: error }, 'no timestamp; it is asked for again later');
      await pause(backOff.next(), signal);
    }
  }

  /** Once: what was anchored before an authority was configured. */
  async #catchUp(): Promise<void> {
    if (this.#isCaughtUp) return;
    const { db, log } = this.#context;
    const batches = await wantMissed(db);
    this.#isCaughtUp = true;
    if (batches > 0) log.info({ batches }, 'anchored without timestamps; they are asked for now');
  }

  /** @returns Whether nothing is wanted now. */
  async #next(signal: AbortSignal): Promise<boolean> {
    const { db, client } = this.#context;
    await this.#catchUp();
    const wanted = await nextWanted(db);
    if (wanted === undefined) return true;
    try {
      await keepToken(db, wanted, await client.stamp(wanted.message, signal));
    } catch (error) {
      if (!signal.aborted) await postpone(db, wanted);
      throw error;
    }
    return false;
  }
}
