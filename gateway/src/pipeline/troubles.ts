/**
 * What stands in the way of a series for the moment. The process that holds the lease writes it down, so that each
 * process of the gateway can tell those who wait; it goes away when the series moves.
 *
 * @module
 */
import type { LedgerCause } from '../ledger/causes.js';
import type { Db } from '../store/database.js';
import type { PipelineLog } from './log.js';

export interface Trouble {
  readonly series: string;
  /** RFC 3339, UTC. */
  readonly since: string;
  readonly lastTriedAt: string;
  readonly causes: readonly LedgerCause[];
}

export interface SeriesTroubleTable {
  series: string;
  since: Date;
  last_tried_at: Date;
  causes: string;
}

declare module '../store/tables.js' {
  interface Database {
    series_trouble: SeriesTroubleTable;
  }
}

const UNKNOWN: LedgerCause = { organization: null, code: 'LEDGER_TROUBLE' };

export class Troubles {
  readonly #db: Db;
  readonly #log: PipelineLog;
  readonly #now: () => Date;
  #known = new Map<string, Trouble>();

  constructor(db: Db, log: PipelineLog, now: () => Date) {
    this.#db = db;
    this.#log = log;
    this.#now = now;
  }

  /** Empty nearly always. */
  get all(): readonly Trouble[] {
    return [...this.#known.values()];
  }

  /** Takes up what the process with the lease has written down. */
  async load(): Promise<void> {
    const rows = await this.#db.selectFrom('series_trouble').selectAll().execute();
    this.#known = new Map(
      rows.map(({ series, since, last_tried_at, causes }) => [
        series,
        {
          series,
          since: since.toISOString(),
          lastTriedAt: last_tried_at.toISOString(),
          causes: JSON.parse(causes) as LedgerCause[],
        },
      ]),
    );
  }

  /** Never rejects: telling about trouble must not make more of it. */
  async note(series: string, told: readonly LedgerCause[]): Promise<void> {
    const at = this.#now();
    const causes = told.length > 0 ? told : [UNKNOWN];
    const { since = at.toISOString() } = this.#known.get(series) ?? {};
    this.#known.set(series, { series, since, lastTriedAt: at.toISOString(), causes });
    const row = { last_tried_at: at, causes: JSON.stringify(causes) };
    await this.#written(
      this.#db
        .insertInto('series_trouble')
        .values({ series, since: at, ...row })
        .onConflict((conflict) => conflict.column('series').doUpdateSet(row))
        .execute(),
    );
  }

  /** The series moves. Never rejects. */
  async clear(series: string): Promise<void> {
    if (!this.#known.delete(series)) return;
    await this.#written(this.#db.deleteFrom('series_trouble').where('series', '=', series).execute());
  }

  async #written(writing: Promise<unknown>): Promise<void> {
    await writing.catch((error: unknown) => this.#log.warn({ err: error }, 'trouble cannot be written down'));
  }
}
