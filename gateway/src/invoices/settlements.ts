/**
 * Those who wait for an invoice to be settled. One query answers all whose batch was anchored together;
 * a slow look finds what another process did.
 *
 * @module
 */
import { sql } from 'kysely';

import type { Fates } from '../pipeline/fates.js';
import type { PipelineLog } from '../pipeline/log.js';
import type { Db } from '../store/database.js';
import { isDataFault } from '../store/failure.js';
import { GroupCommit } from './group-commit.js';
import type { InvoiceView } from './invoice-desk.js';
import { viewsOfIds, viewsWhere } from './views.js';

const LOOK_MS = 500;

const isSettled = ({ state }: InvoiceView): boolean => state === 'anchored' || state === 'refused';

export class Settlements {
  readonly #db: Db;
  readonly #log: PipelineLog;
  readonly #waiting = new Map<string, Set<(view: InvoiceView) => void>>();
  /** Many who ask at once make one query. */
  readonly #looks: GroupCommit<string, InvoiceView | undefined>;
  #timer: NodeJS.Timeout | undefined;

  constructor(db: Db, fates: Fates, log: PipelineLog) {
    this.#db = db;
    this.#log = log;
    this.#looks = new GroupCommit(async (ids) => {
      const views = new Map((await viewsOfIds(db, ids)).map((view) => [view.id, view]));
      return ids.map((id) => views.get(id));
    }, isDataFault);
    fates.onAnchored((batchIds) =>
      this.#look(sql`s.batch_id = any(${batchIds}::bigint[]) and i.id = any(${this.#ids()}::text[])`),
    );
  }

  /** @throws {Error} When there is no such invoice. */
  async wait(id: string, waitMs: number): Promise<InvoiceView> {
    let settle: (view: InvoiceView) => void = () => undefined;
    const settled = new Promise<InvoiceView>((resolve) => (settle = resolve));
    this.#add(id, settle);
    try {
      const view = await this.#present(id);
      if (isSettled(view) || waitMs <= 0) return view;
      return (await withinMs(settled, waitMs)) ?? (await this.#present(id));
    } finally {
      this.#remove(id, settle);
    }
  }

  async #present(id: string): Promise<InvoiceView> {
    const view = await this.#looks.add(id);
    if (view === undefined) throw new Error(`there is no invoice ${id}`);
    return view;
  }

  #ids(): string[] {
    return [...this.#waiting.keys()];
  }

  #add(id: string, settle: (view: InvoiceView) => void): void {
    const others = this.#waiting.get(id) ?? new Set();
    this.#waiting.set(id, others.add(settle));
    this.#timer ??= setInterval(() => this.#look(sql`i.id = any(${this.#ids()}::text[])`), LOOK_MS).unref();
  }

  #remove(id: string, settle: (view: InvoiceView) => void): void {
    const others = this.#waiting.get(id);
    others?.delete(settle);
    if (others?.size === 0) this.#waiting.delete(id);
    if (this.#waiting.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(condition: Parameters<typeof viewsWhere>[1]): void {
    if (this.#waiting.size === 0) return;
    viewsWhere(this.#db, condition).then(
      (views) => {
        for (const view of views.filter(isSettled)) {
          for (const settle of this.#waiting.get(view.id) ?? []) settle(view);
        }
      },
      (error: unknown) => this.#log.warn({ err: error }, 'cannot look after those who wait'),
    );
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
