/**
 * Those who wait for an invoice to be settled. One query answers all whose batch was anchored together, and asks only
 * for what anchoring added; a slow look finds what was refused, or what nobody told of.
 *
 * @module
 */
import { setImmediate } from 'node:timers/promises';

import { sql } from 'kysely';

import type { Fates } from '../pipeline/fates.js';
import type { PipelineLog } from '../pipeline/log.js';
import { isDataFault } from '../store/failure.js';
import { GroupCommit } from '../store/group-commit.js';
import { anchoredAmong } from './anchored-among.js';
import { findInvoice } from './find-invoice.js';
import type { InvoiceView } from './invoice-desk.js';
import type { Store } from './store.js';
import { viewOf, viewsOfIds, viewsWhere } from './views.js';

const LOOK_MS = 1_000;
/** Answers written before others get their turn: those who knock must not wait for a whole batch. */
const ANSWERS_IN_A_ROW = 64;

const isSettled = ({ state }: InvoiceView): boolean => state === 'anchored' || state === 'refused';

/** Somebody who waits, with the invoice as it was known before. */
interface Waiter {
  readonly known: InvoiceView;
  readonly settle: (view: InvoiceView) => void;
}

export class Settlements {
  readonly #store: Store;
  readonly #log: PipelineLog;
  readonly #waiting = new Map<string, Set<Waiter>>();
  /** Many who ask at once make one query. */
  readonly #looks: GroupCommit<string, InvoiceView | undefined>;
  #timer: NodeJS.Timeout | undefined;

  constructor(store: Store, fates: Fates, log: PipelineLog) {
    this.#store = store;
    this.#log = log;
    this.#looks = new GroupCommit(async (ids) => {
      const views = new Map((await viewsOfIds(store, ids)).map((view) => [view.id, view]));
      return ids.map((id) => views.get(id));
    }, isDataFault);
    fates.onAnchored((batchIds) => this.#tellOfAnchored(batchIds));
  }

  /**
   * What happens between reading the invoice and waiting for it is found by the slow look.
   *
   * @param known The invoice as the caller read it a moment ago; absent: it is read first.
   * @throws {Error} When there is no such invoice.
   */
  async wait(id: string, waitMs: number, known?: InvoiceView): Promise<InvoiceView> {
    const view = known ?? (await this.#present(id));
    if (isSettled(view) || waitMs <= 0) return view;
    let settle: (view: InvoiceView) => void = () => undefined;
    const settled = new Promise<InvoiceView>((resolve) => (settle = resolve));
    const waiter = { known: view, settle };
    this.#add(id, waiter);
    try {
      return (await withinMs(settled, waitMs)) ?? (await this.#present(id));
    } finally {
      this.#remove(id, waiter);
    }
  }

  async #present(id: string): Promise<InvoiceView> {
    const view = await this.#looks.add(id);
    if (view === undefined) throw await this.#reasonFor(id);
    return view;
  }

  /** Why an invoice has no view. */
  async #reasonFor(id: string): Promise<unknown> {
    const row = await findInvoice(this.#store.db, id);
    if (row === undefined) return new Error(`there is no invoice ${id}`);
    return viewOf(this.#store, row).then(
      () => new Error(`${id} came while it was looked for`),
      (error: unknown) => error,
    );
  }

  #add(id: string, waiter: Waiter): void {
    const others = this.#waiting.get(id) ?? new Set();
    this.#waiting.set(id, others.add(waiter));
    this.#timer ??= setInterval(() => this.#look(), LOOK_MS).unref();
  }

  #remove(id: string, waiter: Waiter): void {
    const others = this.#waiting.get(id);
    others?.delete(waiter);
    if (others?.size === 0) this.#waiting.delete(id);
    if (this.#waiting.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tellOfAnchored(batchIds: readonly number[]): void {
    this.#ask(async (ids) => {
      for (const [at, { id, ...added }] of (await anchoredAmong(this.#store.db, batchIds, ids)).entries()) {
        for (const { known, settle } of this.#waiting.get(id) ?? []) settle({ ...known, ...added });
        if ((at + 1) % ANSWERS_IN_A_ROW === 0) await setImmediate();
      }
    });
  }

  #look(): void {
    this.#ask(async (ids) => {
      const condition = sql`i.id = any(${ids}::text[]) and (b.state = 'anchored' or r.entry is not null)`;
      for (const view of await viewsWhere(this.#store, condition)) {
        for (const { settle } of this.#waiting.get(view.id) ?? []) settle(view);
      }
    });
  }

  /** @param about Is given the ids of those that are waited for. */
  #ask(about: (ids: readonly string[]) => Promise<void>): void {
    if (this.#waiting.size === 0) return;
    about([...this.#waiting.keys()]).catch((error: unknown) => {
      this.#log.warn({ err: error }, 'cannot look after those who wait');
    });
  }
}

/** @returns `undefined` when the time was over first. */
async function withinMs<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), ms)));
  try {
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
  }
}
