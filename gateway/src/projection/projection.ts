/**
 * The projection: an own peer's block stream, folded from the checkpoint on, for as long as it takes.
 * A stream never reconnects by itself; this does, with back-off. How many blocks the peer is ahead is asked beside it.
 *
 * @module
 */
import type { ClockRecord } from '@chopmark/core';

import { UnavailableError } from '../errors.js';
import type { ProjectionHealth } from '../anchoring/health.js';
import type { Ledger, LedgerBlock } from '../ledger/ledger.js';
import { BackOff, pause } from '../pipeline/bell.js';
import type { Fates } from '../pipeline/fates.js';
import { HaltError, type Halts } from '../pipeline/halt.js';
import type { PipelineLog } from '../pipeline/log.js';
import type { AtStep } from '../pipeline/steps.js';
import { batchSpans } from '../tracing/origins.js';
import { inSpan } from '../tracing/spans.js';
import { openCheckpoint, OtherLedgerError } from './checkpoint.js';
import { foldBlock, type Folded, type FoldContext } from './fold.js';

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;
const LOOK_MS = 2_000;
/** Blocks behind the peer from which on it is not ready: it catches up. */
const TOO_FAR_BEHIND = 100;

export interface ProjectionContext extends FoldContext {
  readonly ledger: Ledger;
  readonly fates: Fates;
  readonly halts: Halts;
  readonly log: PipelineLog;
  readonly atStep: AtStep;
}

export class Projection {
  readonly #context: ProjectionContext;
  #next: number | undefined;
  #height: number | undefined;
  #trouble: string | undefined = 'not started';
  #clock: ClockRecord | undefined;

  constructor(context: ProjectionContext) {
    this.#context = context;
  }

  /** The ledger clock as last seen in the block stream. */
  get clock(): ClockRecord | undefined {
    return this.#clock;
  }

  get health(): ProjectionHealth {
    const behind = this.#behind();
    const at = this.#next === undefined ? 'nothing folded yet' : `folded up to block ${this.#next - 1}`;
    const detail = behind === undefined ? at : `${at}, ${behind} behind the peer`;
    const lag = behind === undefined ? {} : { blocksBehind: behind };
    if (this.#trouble !== undefined) return { ok: false, detail: `${this.#trouble}; ${detail}`, ...lag };
    return { ok: (behind ?? 0) <= TOO_FAR_BEHIND, detail, ...lag };
  }

  /** Runs until the signal says stop; stands still while everything is halted. */
  async run(signal: AbortSignal): Promise<void> {
    const looking = this.#lookAtHeight(signal);
    const backOff = new BackOff(FIRST_RETRY_MS, LONGEST_RETRY_MS);
    while (!signal.aborted) {
      const halt = this.#context.halts.ofEverything();
      if (halt === undefined) await this.#attempt(signal, backOff);
      else this.#trouble = `halted: ${halt.code}`;
      await pause(backOff.next(), signal);
    }
    this.#trouble = 'stopped';
    await looking;
  }

  #behind(): number | undefined {
    if (this.#height === undefined || this.#next === undefined) return undefined;
    // It was asked a moment ago: what was folded since may be more.
    return Math.max(0, this.#height - this.#next);
  }

  /** Also how a peer that takes calls and never answers is noticed: a stream that is silent looks like a quiet ledger. */
  async #lookAtHeight(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#height = await this.#context.ledger.height().catch(() => undefined);
      await pause(LOOK_MS, signal);
    }
  }

  async #attempt(signal: AbortSignal, backOff: BackOff): Promise<void> {
    try {
      await this.#follow(signal, backOff);
    } catch (error) {
      if (signal.aborted) return;
      this.#trouble = error instanceof Error ? error.message : String(error);
      if (error instanceof HaltError) await this.#halt(error);
      else if (error instanceof OtherLedgerError) this.#context.halts.note('LEDGER_CHANGED', error.message);
      else
        this.#context.log.warn(
          { err: error, nextBlock: this.#next },
          'block stream ended; it is opened again',
        );
    }
  }

  #fold(block: LedgerBlock): Promise<Folded> {
    return inSpan(
      'fold',
      async (span) => {
        const folded = await foldBlock(this.#context, block);
        span?.setAttributes({
          'chopmark.block.number': block.number,
          'chopmark.block.transactions': block.transactions.length,
          'chopmark.block.anchored': folded.anchored.length,
        });
        span?.addLinks(batchSpans.linksTo(folded.anchored));
        return folded;
      },
      { root: true },
    );
  }

  async #halt(error: HaltError): Promise<void> {
    const { halts, log } = this.#context;
    // Not stored now, it is met again at the same block.
    await halts.raise(error).catch((cause: unknown) => log.error({ err: cause }, 'halt could not be stored'));
  }

  async #follow(signal: AbortSignal, backOff: BackOff): Promise<void> {
    const { ledger, fates, db, atStep } = this.#context;
    this.#next = await openCheckpoint(db, ledger);
    this.#trouble = undefined;
    // An own signal, so that the stream is closed when folding fails, too.
    const stream = new AbortController();
    try {
      for await (const block of ledger.blocks(this.#next, AbortSignal.any([signal, stream.signal]))) {
        await atStep('fold.begin');
        const folded = await this.#fold(block);
        this.#next = block.number + 1;
        this.#clock = folded.clock ?? this.#clock;
        await atStep('fold.durable');
        fates.tell(folded.moved, folded.anchored);
        backOff.reset();
      }
      if (!signal.aborted) throw new UnavailableError('ledger', 'the block stream ended');
    } finally {
      stream.abort();
    }
  }
}
