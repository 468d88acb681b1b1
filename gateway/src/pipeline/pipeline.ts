/**
 * Everything that runs behind the desk while this process holds the lease: the projection and a line
 * for each series that has something to do.
 *
 * @module
 */
import type { ClockRecord } from '@chopmark/core';
import { sql } from 'kysely';

import type { HealthPart, ProjectionHealth } from '../anchoring/health.js';
import type { Vault } from '../keys/vault.js';
import type { Ledger } from '../ledger/ledger.js';
import { Projection } from '../projection/projection.js';
import type { Db } from '../store/database.js';
import type { Timestamper } from '../timestamps/timestamper.js';
import { bePresent } from '../store/presence.js';
import type { Signal, Signals } from '../store/signals.js';
import { Bell, pause } from './bell.js';
import type { Fates } from './fates.js';
import type { Halts } from './halt.js';
import { HashPool } from './hash-pool.js';
import { housekeeping } from './housekeeping.js';
import { whileLeased } from './lease.js';
import { Line } from './line.js';
import type { PipelineLog } from './log.js';
import type { Troubles } from './troubles.js';
import { isOwnSeries } from './series-name.js';
import type { AtStep } from './steps.js';

const LOOK_MS = 1_000;
const STOP_PATIENCE_MS = 10_000;

export interface PipelineContext {
  readonly db: Db;
  readonly vault: Vault;
  readonly ledger: Ledger;
  readonly log: PipelineLog;
  readonly issueChannel: number;
  /** This run of the program, told from every other. */
  readonly run: string;
  readonly atStep: AtStep;
  readonly fates: Fates;
  readonly halts: Halts;
  readonly troubles: Troubles;
  readonly signals: Signals;
  /** Told by the process that holds the lease. */
  readonly onAnchored: (batchIds: readonly number[]) => void;
  /** Absent: nothing is timestamped. */
  readonly timestamper: Timestamper | undefined;
}

export class Pipeline {
  readonly #context: PipelineContext;
  readonly #stopping = new AbortController();
  readonly #lines = new Map<string, Line>();
  readonly #bell = new Bell();
  readonly #pool = new HashPool();
  /** Series of which the process that holds the lease is yet to be told. */
  readonly #untold = new Set<string>();
  #projection: Projection | undefined;
  #running: Promise<unknown> = Promise.resolve();

  constructor(context: PipelineContext) {
    this.#context = context;
  }

  start(): void {
    const { db, log, run, fates, signals, onAnchored, timestamper } = this.#context;
    const { signal } = this.#stopping;
    fates.onAnchored((batches) => {
      if (this.#projection === undefined) return;
      void signals.tell(db, { kind: 'anchored', batches });
      onAnchored(batches);
      timestamper?.wake();
    });
    const leased = whileLeased({ db, log, signal, held: (held) => this.#work(held) });
    this.#running = Promise.all([
      leased,
      bePresent(db, run, log, signal),
      signals.listen((told) => this.#hear(told), signal),
      this.#watchHalts(signal),
    ]);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    // A call that is under way may take as long as its deadline; what it does is safe to leave alone.
    const over = new AbortController();
    await Promise.race([this.#running, pause(STOP_PATIENCE_MS, over.signal)]);
    over.abort();
    await this.#pool.stop();
  }

  /** Something of the series became durable. */
  wake(series: string): void {
    if (this.#projection === undefined) this.#tellAccepted(series);
    const line = this.#lines.get(series);
    if (line === undefined) this.#bell.ring();
    else line.wake();
  }

  /** As last seen in the block stream; `undefined` while nothing was seen. */
  get clock(): ClockRecord | undefined {
    return this.#projection?.clock;
  }

  get projectionHealth(): ProjectionHealth {
    return this.#projection?.health ?? { ok: true, detail: 'another process holds the lease' };
  }

  get health(): HealthPart {
    const { halts } = this.#context;
    const reasons = [
      ...halts.all.map(
        ({ code, series, detail }) => `${series ?? 'everything'} is halted, ${code}: ${detail}`,
      ),
      ...[...this.#lines.values()].flatMap(({ series, trouble }) =>
        trouble === undefined ? [] : [`${series}: ${trouble}`],
      ),
    ];
    if (reasons.length > 0) return { ok: false, detail: reasons.join('; ') };
    return {
      ok: true,
      detail: this.#projection === undefined ? 'another process holds the lease' : 'running',
    };
  }

  /** One word for all that is accepted in one turn of the event loop. */
  #tellAccepted(series: string): void {
    const { db, signals } = this.#context;
    if (this.#untold.size === 0) {
      setImmediate(() => {
        const told = [...this.#untold];
        this.#untold.clear();
        for (const one of told) void signals.tell(db, { kind: 'accepted', series: one });
      });
    }
    this.#untold.add(series);
  }

  #hear(told: Signal): void {
    const isHolder = this.#projection !== undefined;
    if (told.kind === 'accepted' && isHolder) this.wake(told.series);
    if (told.kind === 'anchored' && !isHolder) this.#context.fates.tell([], told.batches);
  }

  async #work(signal: AbortSignal): Promise<void> {
    const { issueChannel, timestamper } = this.#context;
    const isOwn = (series: string): boolean => isOwnSeries(series, issueChannel);
    const isTimestamped = timestamper !== undefined;
    const projection = new Projection({ ...this.#context, isOwn, isTimestamped });
    this.#projection = projection;
    const lines: Promise<void>[] = [];
    try {
      await Promise.all([
        projection.run(signal),
        this.#dispatch(signal, lines),
        housekeeping(this.#context, signal),
        timestamper?.run(signal),
      ]);
    } finally {
      await Promise.all(lines);
      this.#lines.clear();
      this.#projection = undefined;
    }
  }

  /** Starts a line for each series that has something waiting or in flight. */
  async #dispatch(signal: AbortSignal, running: Promise<void>[]): Promise<void> {
    const { db, log } = this.#context;
    while (!signal.aborted) {
      try {
        for (const series of await seriesWithWork(db)) {
          if (this.#lines.has(series)) continue;
          const line = new Line(series, { ...this.#context, pool: this.#pool, signal });
          this.#lines.set(series, line);
          running.push(line.run());
        }
      } catch (error) {
        log.warn({ err: error }, 'the outbox cannot be read');
      }
      await this.#bell.wait(LOOK_MS, signal);
    }
  }

  /** A halt that another process raised or fsck lifted, and what it met, is seen here within a second. */
  async #watchHalts(signal: AbortSignal): Promise<void> {
    const { halts, troubles, log } = this.#context;
    const bell = new Bell();
    while (!signal.aborted) {
      await Promise.all([halts.load(), troubles.load()]).catch((error: unknown) =>
        log.warn({ err: error }, 'halts cannot be read'),
      );
      await bell.wait(LOOK_MS, signal);
    }
  }
}

/** A loose index scan: as many steps as there are series, however much waits. */
async function seriesWithWork(db: Db): Promise<string[]> {
  const { rows } = await sql<{ series: string }>`
    with recursive waiting as (
      (select series from outbox order by series limit 1)
      union all
      select (select o.series from outbox o where o.series > w.series order by o.series limit 1)
      from waiting w where w.series is not null
    )
    select series from waiting where series is not null
    union select series from batch where state in ('sealed', 'submitted')`.execute(db);
  return rows.map((row) => row.series);
}
