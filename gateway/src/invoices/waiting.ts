/**
 * Why something that was accepted does not come to its end.
 *
 * @module
 */
import { sql } from 'kysely';
import type { LedgerCause } from '../ledger/causes.js';
import type { Halts } from '../pipeline/halt.js';
import type { Trouble, Troubles } from '../pipeline/troubles.js';
import type { Db } from '../store/database.js';

export interface WaitingView {
  /** RFC 3339, UTC; `null` where it was not written down. */
  readonly since: string | null;
  readonly lastTriedAt: string | null;
  readonly causes: readonly LedgerCause[];
}

export interface WaitingParts {
  readonly db: Db;
  readonly halts: Pick<Halts, 'all'>;
  readonly troubles: Pick<Troubles, 'all'>;
}

/** Asks the database only while there is trouble. @returns `undefined` when nothing stands in the way. */
export async function waitingOf(
  { db, halts, troubles }: WaitingParts,
  operationId: string,
): Promise<WaitingView | undefined> {
  const halted = halts.all.map(({ series, code }): Partial<Trouble> => ({
    ...(series !== null && { series }),
    causes: [{ organization: null, code: 'LINE_HALTED', reason: code }],
  }));
  // Who halts a line waits for somebody, not for the ledger: that comes first.
  for (const { series, since, lastTriedAt, causes = [] } of [...halted, ...troubles.all]) {
    if (series !== undefined && !(await hasOf(db, operationId, series))) continue;
    return { since: since ?? null, lastTriedAt: lastTriedAt ?? null, causes };
  }
  return undefined;
}

async function hasOf(db: Db, operationId: string, series: string): Promise<boolean> {
  // A single invoice is its own operation and has no line: found by the id that both share.
  const invoice = operationId.replace(/^op_/, 'inv_');
  const { rows } = await sql`
    select 1 from invoice where series = ${series}
      and (id = ${invoice} or (operation_id = ${operationId} and line is not null)) limit 1`.execute(db);
  return rows.length > 0;
}
