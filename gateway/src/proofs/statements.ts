/**
 * Statements about documents: asked for on demand, kept while the ledger clock that they name is young,
 * and shared by all who ask about documents of one batch at the same time.
 *
 * @module
 */
import { CLOCK_STEP_SECONDS, LedgerError, parseAttestation, toHex } from '@chopmark/core';

import type { Ledger, SignedStatement } from '../ledger/ledger.js';
import { BackOff, pause } from '../pipeline/bell.js';
import type { PipelineLog } from '../pipeline/log.js';
import { ATTRIBUTE, inSpan } from '../tracing/spans.js';

/** Documents that share one statement at most: each adds some hundred bytes to every bundle that holds it. */
export const SHARED_AT_MOST = 16;
const KEPT_BATCHES = 256;
const LAGGING: ReadonlySet<string> = new Set(['BATCH_NOT_FOUND', 'SERIES_NOT_FOUND', 'CLOCK_NOT_SET']);
const LAG_FIRST_MS = 20;
const LAG_LIMIT_MS = 400;
const LAG_TRIES = 7;

export interface StatementContext {
  readonly ledger: Ledger;
  readonly log: PipelineLog;
  /** Ledger clock as last seen in the block stream, RFC 3339; `undefined` while nothing was seen. */
  readonly clockTime: () => string | undefined;
  readonly now: () => Date;
}

interface Kept {
  readonly statement: SignedStatement;
  readonly clockMs: number;
  readonly hashes: ReadonlySet<string>;
}

/** Still takes hashes, until its call goes out. */
interface Gathering {
  readonly hashes: Map<string, Uint8Array>;
  readonly statement: Promise<SignedStatement>;
}

export class Statements {
  readonly #context: StatementContext;
  readonly #kept = new Map<string, Kept[]>();
  readonly #gathering = new Map<string, Gathering>();
  #freshening: Promise<void> | undefined;
  #clockMs = 0;

  constructor(context: StatementContext) {
    this.#context = context;
  }

  /**
   * A statement that covers the document.
   *
   * @throws {LedgerError} @throws {UnavailableError}
   */
  about(series: string, batch: number, hash: Uint8Array): Promise<SignedStatement> {
    const key = `${series}/${batch}`;
    const hex = toHex(hash);
    const kept = this.#kept
      .get(key)
      ?.find(({ hashes, clockMs }) => hashes.has(hex) && this.#isYoung(clockMs));
    if (kept !== undefined) return Promise.resolve(kept.statement);
    const gathering = this.#gathering.get(key);
    if (gathering !== undefined && (gathering.hashes.has(hex) || gathering.hashes.size < SHARED_AT_MOST)) {
      gathering.hashes.set(hex, hash);
      return gathering.statement;
    }
    const hashes = new Map([[hex, hash]]);
    const statement = this.#gather(key, series, batch, hashes);
    this.#gathering.set(key, { hashes, statement });
    return statement;
  }

  /**
   * One statement for all of them, 1 to 1,000; not kept, for a bundle that holds it holds all hashes.
   *
   * @throws {LedgerError} @throws {UnavailableError}
   */
  async ofMany(series: string, batch: number, hashes: readonly Uint8Array[]): Promise<SignedStatement> {
    await this.#freshen();
    return this.#attest(series, batch, hashes);
  }

  /**
   * A new one as of the ledger clock as it stands, which is moved only if it was never set: moving it costs everybody a
   * block. Shared with nobody.
   *
   * @throws {LedgerError} @throws {UnavailableError}
   */
  async asItStands(series: string, batch: number, hash: Uint8Array): Promise<SignedStatement> {
    const { ledger, clockTime } = this.#context;
    if (clockTime() === undefined && (await ledger.clock()) === undefined) await this.#freshen();
    return this.#attest(series, batch, [hash]);
  }

  /** A new one by other organizations, shared with nobody: the one at hand was of no use. */
  async another(
    series: string,
    batch: number,
    hashes: readonly Uint8Array[],
    avoid: readonly string[],
  ): Promise<SignedStatement> {
    this.#kept.delete(`${series}/${batch}`);
    await this.#freshen();
    return this.#attest(series, batch, hashes, avoid);
  }

  async #gather(
    key: string,
    series: string,
    batch: number,
    hashes: Map<string, Uint8Array>,
  ): Promise<SignedStatement> {
    // While the clock is looked after (at least one turn of the event loop) others may join.
    await Promise.all([this.#freshen(), new Promise((resolve) => setImmediate(resolve))]).finally(() => {
      if (this.#gathering.get(key)?.hashes === hashes) this.#gathering.delete(key);
    });
    const statement = await this.#attest(series, batch, [...hashes.values()]);
    this.#keep(key, { statement, clockMs: this.#clockOf(statement), hashes: new Set(hashes.keys()) });
    return statement;
  }

  /** The batch is on the ledger; a peer that has not got that far yet refuses for some milliseconds. */
  #attest(
    series: string,
    batch: number,
    hashes: readonly Uint8Array[],
    avoid?: readonly string[],
  ): Promise<SignedStatement> {
    return inSpan('attest', (span) => {
      span?.setAttributes({
        [ATTRIBUTE.series]: series,
        [ATTRIBUTE.batch]: batch,
        [ATTRIBUTE.documents]: hashes.length,
      });
      return this.#ask(series, batch, hashes, avoid);
    });
  }

  async #ask(
    series: string,
    batch: number,
    hashes: readonly Uint8Array[],
    avoid: readonly string[] | undefined,
  ): Promise<SignedStatement> {
    const lag = new BackOff(LAG_FIRST_MS, LAG_LIMIT_MS);
    for (let left = LAG_TRIES; ; left--) {
      try {
        return await this.#context.ledger.attest(series, batch, hashes, avoid);
      } catch (error) {
        const lags = error instanceof LedgerError && LAGGING.has(error.code);
        if (!lags || left <= 1) throw error;
        await pause(lag.next(), new AbortController().signal);
      }
    }
  }

  #keep(key: string, kept: Kept): void {
    const young = (this.#kept.get(key) ?? []).filter(({ clockMs }) => this.#isYoung(clockMs));
    this.#kept.delete(key);
    this.#kept.set(key, [...young, kept]);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT_BATCHES) break;
      this.#kept.delete(oldest);
    }
  }

  #clockOf({ result }: SignedStatement): number {
    const ms = Date.parse(parseAttestation(result).clock);
    this.#clockMs = Math.max(this.#clockMs, ms);
    return ms;
  }

  #isYoung(clockMs: number): boolean {
    return this.#context.now().getTime() - clockMs < CLOCK_STEP_SECONDS * 1_000;
  }

  /** Moves the ledger clock when it is older than a tick may be apart; one attempt for all who wait. */
  #freshen(): Promise<void> {
    this.#freshening ??= this.#moveClock().finally(() => (this.#freshening = undefined));
    return this.#freshening;
  }

  async #moveClock(): Promise<void> {
    const { ledger, log, clockTime } = this.#context;
    const seen = clockTime() ?? (this.#clockMs === 0 ? (await ledger.clock())?.time : undefined);
    if (seen !== undefined) this.#clockMs = Math.max(this.#clockMs, Date.parse(seen));
    if (this.#isYoung(this.#clockMs)) return;
    try {
      await ledger.tick();
    } catch (error) {
      if (error instanceof LedgerError && error.code === 'CLOCK_TOO_SOON') return;
      // An old clock blocks no reading: the statement is as of the clock that there is.
      log.warn({ err: error }, 'the ledger clock could not be moved');
    }
  }
}
