/**
 * The line of one series: one batch in flight; what arrives meanwhile makes the next one.
 *
 * @module
 */
import { LedgerError } from '@chopmark/core';
import { sql } from 'kysely';

import { UnavailableError } from '../errors.js';
import type { Vault } from '../keys/vault.js';
import { batchInFlight, refuseWaiting } from '../store/batches.js';
import { inBatchSpan } from '../tracing/batch-span.js';
import { ATTRIBUTE, pastSpan } from '../tracing/spans.js';
import { BackOff, Bell, pause } from './bell.js';
import { checkSealed } from './check-sealed.js';
import { driveBatch } from './drive.js';
import type { Fates } from './fates.js';
import { HaltError, type Halts } from './halt.js';
import type { HashPool } from './hash-pool.js';
import { type NextPlace, sealNext } from './seal.js';
import { kindOfSeries, prefixOf, SUITE } from './series-name.js';
import type { DriveContext } from './submission.js';

/** Looks without being called: for what another process accepted. */
const IDLE_MS = 1_000;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;
const FOLD_WAIT_MS = 20;

/** Refusals to open a series that no waiting can change. */
const HOPELESS = new Set([
  'PREFIX_TAKEN',
  'PREFIX_NOT_ALLOWED',
  'KIND_NOT_ALLOWED',
  'SUITE_NOT_SUPPORTED',
  'SERIES_CLOSED',
]);

export interface LineContext extends DriveContext {
  readonly vault: Vault;
  readonly fates: Fates;
  readonly halts: Halts;
  readonly pool: HashPool;
}

export class Line {
  readonly series: string;
  readonly #context: LineContext;
  readonly #bell = new Bell();
  readonly #backOff = new BackOff(FIRST_RETRY_MS, LONGEST_RETRY_MS);
  #trouble: string | undefined;
  /** Ledger and database were seen to agree on the head since the lease was taken. */
  #agreed = false;

  constructor(series: string, context: LineContext) {
    this.series = series;
    this.#context = context;
  }

  /** Why it does not move, if the reason is not that somebody is away. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  wake(): void {
    this.#bell.ring();
  }

  async run(): Promise<void> {
    const { signal, halts } = this.#context;
    while (!signal.aborted) {
      if (halts.of(this.series) !== undefined) {
        await this.#bell.wait(IDLE_MS, signal);
        continue;
      }
      try {
        const moved = await this.#advance();
        this.#trouble = undefined;
        await this.#context.troubles.clear(this.series);
        this.#backOff.reset();
        if (!moved) await this.#bell.wait(IDLE_MS, signal);
      } catch (error) {
        await this.#note(error);
        await pause(this.#backOff.next(), signal);
      }
    }
  }

  /** @returns False when nothing waits. */
  async #advance(): Promise<boolean> {
    const { db, vault, fates, pool, atStep, ledger } = this.#context;
    const hashing = {
      network: ledger.network,
      namespace: ledger.namespace,
      kind: kindOfSeries(this.series),
      series: this.series,
      suite: SUITE,
    };
    const sealing = { db, vault, pool, atStep, hashing };
    const inFlight = await batchInFlight(db, this.series);
    if (inFlight !== undefined) {
      await inBatchSpan(inFlight, {}, async () => {
        if (inFlight.state === 'sealed') await checkSealed(sealing, inFlight);
        await driveBatch(this.#context, fates, inFlight.id);
      });
      return true;
    }
    const place = await this.#nextPlace();
    if (place === undefined) return false;
    const startTime = Date.now();
    const sealed = await sealNext(sealing, place);
    if (sealed === undefined) return false;
    const { id, size, origins: links } = sealed;
    await inBatchSpan({ id, series: this.series, number: place.number, size }, { startTime, links }, () => {
      pastSpan('seal', startTime, { [ATTRIBUTE.documents]: size });
      return driveBatch(this.#context, fates, id);
    });
    return true;
  }

  async #nextPlace(): Promise<NextPlace | undefined> {
    const { db, ledger, signal } = this.#context;
    const row = await db
      .selectFrom('series')
      .selectAll()
      .where('series', '=', this.series)
      .executeTakeFirst();
    if (row === undefined) {
      if (!(await this.#somethingWaits())) return undefined;
      await this.#open();
      await pause(FOLD_WAIT_MS, signal);
      return this.#context.signal.aborted ? undefined : this.#nextPlace();
    }
    if (row.closed) {
      await refuseWaiting(db, this.series, 'SERIES_CLOSED', `series ${this.series} is closed`);
      return undefined;
    }
    if (!this.#agreed) {
      const head = await ledger.head(this.series);
      if (head?.batch !== row.last_batch) {
        throw new UnavailableError(
          'ledger',
          `ledger is at batch ${head?.batch ?? 'none'} of ${this.series}, folded up to ${row.last_batch}`,
        );
      }
      this.#agreed = true;
    }
    return { number: row.last_batch + 1, first: row.next_sequence };
  }

  async #somethingWaits(): Promise<boolean> {
    const { rows } = await sql`select 1 from outbox where series = ${this.series} limit 1`.execute(
      this.#context.db,
    );
    return rows.length > 0;
  }

  /** Opens the series of a new year; its record comes back through the block stream. */
  async #open(): Promise<void> {
    const { db, ledger } = this.#context;
    if ((await ledger.series(this.series)) !== undefined) return;
    try {
      await ledger.openSeries(this.series, kindOfSeries(this.series), SUITE, prefixOf(this.series));
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      if (HOPELESS.has(error.code)) await refuseWaiting(db, this.series, error.code, error.message);
      else if (error.code !== 'SERIES_EXISTS') throw error;
    }
  }

  async #note(error: unknown): Promise<void> {
    const { halts, log, signal, troubles } = this.#context;
    if (signal.aborted) return;
    this.#trouble = error instanceof Error ? error.message : String(error);
    if (error instanceof HaltError) {
      await halts
        .raise(error)
        .catch((cause: unknown) => log.error({ err: cause }, 'halt could not be stored'));
    } else if (error instanceof UnavailableError) {
      log.warn({ err: error, series: this.series }, 'line waits');
      if (error.part === 'ledger') await troubles.note(this.series, error.causes);
    } else {
      log.error({ err: error, series: this.series }, 'line stands still');
      if (error instanceof LedgerError)
        await troubles.note(this.series, [
          { organization: null, code: 'CONTRACT_REFUSES', reason: error.code },
        ]);
    }
  }
}
