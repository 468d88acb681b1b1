/**
 * Halts: reasons for which a line stands still until somebody has looked. A restart does not lift
 * them; fsck does.
 *
 * @module
 */
import type { Db } from '../store/database.js';
import type { PipelineLog } from './log.js';

/** What each says stands in docs/error-codes.md; a test compares. */
export const HALT_CODES = [
  'STORED_DOCUMENT_CORRUPT',
  'STORED_BATCH_CORRUPT',
  'ANCHOR_REFUSED',
  'LEDGER_CONFLICT',
  'LEDGER_AHEAD',
  'LEDGER_FORKED',
  'LEDGER_CHANGED',
] as const;

export type HaltCode = (typeof HALT_CODES)[number];

/** Thrown where a line must stop. `series` undefined: every line, and nothing new is accepted. */
export class HaltError extends Error {
  override readonly name = 'HaltError';
  readonly code: HaltCode;
  readonly series: string | undefined;

  constructor(code: HaltCode, series: string | undefined, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.code = code;
    this.series = series;
  }
}

export interface Halt {
  readonly code: string;
  readonly series: string | null;
  readonly detail: string;
}

/** The halts of this database, and those that only this process has met (another ledger: nothing is wrong with the rows). */
export class Halts {
  readonly #db: Db;
  readonly #log: PipelineLog;
  #stored: Halt[] = [];
  #noted: Halt[] = [];

  constructor(db: Db, log: PipelineLog) {
    this.#db = db;
    this.#log = log;
  }

  get all(): readonly Halt[] {
    return [...this.#noted, ...this.#stored];
  }

  /** Takes up what others raised, and lets go what fsck has lifted. */
  async load(): Promise<void> {
    this.#stored = await this.#db
      .selectFrom('halt')
      .select(['code', 'series', 'detail'])
      .orderBy('id')
      .execute();
  }

  /** Why this line must not move; a halt without series stops them all. */
  of(series: string): Halt | undefined {
    return this.all.find((halt) => halt.series === null || halt.series === series);
  }

  /** Why nothing new may be written. */
  ofEverything(): Halt | undefined {
    return this.all.find((halt) => halt.series === null);
  }

  /** For this process only: goes away when it is started with the right ledger. */
  note(code: HaltCode, detail: string): void {
    if (this.#noted.some((halt) => halt.code === code)) return;
    this.#noted.push({ code, series: null, detail });
    this.#log.error({ code }, `halted: ${detail}`);
  }

  /** Durable. */
  async raise(error: HaltError): Promise<void> {
    const series = error.series ?? null;
    if (this.all.some((halt) => halt.code === error.code && halt.series === series)) return;
    this.#stored.push({ code: error.code, series, detail: error.message });
    this.#log.error({ code: error.code, series }, `halted: ${error.message}`);
    await this.#db
      .insertInto('halt')
      .values({ code: error.code, series, detail: error.message })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Says that somebody has looked and the reason is gone; what it held goes on by itself. */
export async function liftHalts(db: Db): Promise<void> {
  await db.deleteFrom('halt').execute();
}
