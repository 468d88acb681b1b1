/** Results of an operation in line order, page by page: a million lines never stand in memory. */
import { sql } from 'kysely';

import type { Db } from '../store/database.js';
import { erasedInvoice, remainsOf } from '../privacy/remains.js';
import type { LineResult } from './invoice-desk.js';
import { knownLinesKey, openProblems, openReference } from './sealed-lines.js';
import { operationById } from './operations.js';
import type { Store } from './store.js';
import { VIEW, type ViewRow, viewsOf } from './views.js';

const PAGE = 1_000;

async function acceptedLines(
  store: Store,
  operationId: string,
  after: number,
  upTo: number,
): Promise<LineResult[]> {
  const { rows } = await sql<ViewRow>`
    ${VIEW} where i.operation_id = ${operationId} and i.line > ${after} and i.line <= ${upTo} order by i.line`.execute(
    store.db,
  );
  const views = new Map((await viewsOf(store, rows)).map((view) => [view.id, view]));
  return rows.flatMap(({ id, line }) => {
    const invoice = views.get(id);
    return invoice === undefined ? [] : [{ line: line ?? 0, state: invoice.state, invoice }];
  });
}

/** @param key Of the operation; `undefined`: none of its lines has a reference. */
async function checkedLines(
  db: Db,
  operationId: string,
  key: Uint8Array | undefined,
  after: number,
  upTo: number,
): Promise<LineResult[]> {
  const rows = await db
    .selectFrom('checked_line')
    .select(['line', 'sealed_reference'])
    .where('operation_id', '=', operationId)
    .where('line', '>', after)
    .where('line', '<=', upTo)
    .execute();
  return rows.map(({ line, sealed_reference }) => ({
    line,
    state: 'checked',
    ...(key !== undefined &&
      sealed_reference !== null && { reference: openReference(key, operationId, line, sealed_reference) }),
  }));
}

/** @param key Of the operation; `undefined`: it has no refused lines. */
async function refusedLines(
  db: Db,
  operationId: string,
  key: Uint8Array | undefined,
  after: number,
  upTo: number,
): Promise<LineResult[]> {
  if (key === undefined) return [];
  const rows = await db
    .selectFrom('refused_line')
    .select(['line', 'sealed_errors'])
    .where('operation_id', '=', operationId)
    .where('line', '>', after)
    .where('line', '<=', upTo)
    .execute();
  return rows.map(({ line, sealed_errors }) => ({
    line,
    state: 'refused',
    ...openProblems(key, operationId, line, sealed_errors),
  }));
}

/** What is left of lines whose invoices were erased. */
async function erasedLines(db: Db, operationId: string, after: number, upTo: number): Promise<LineResult[]> {
  const rows = await db
    .selectFrom('erasure')
    .selectAll()
    .where('operation_id', '=', operationId)
    .where('line', '>', after)
    .where('line', '<=', upTo)
    .execute();
  return rows.map((row) => ({
    line: row.line ?? 0,
    state: 'erased',
    erasure: erasedInvoice(remainsOf(row)),
  }));
}

async function lastLine(db: Db, operationId: string): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`
    select greatest(
      (select max(line) from invoice where operation_id = ${operationId} and line is not null),
      (select max(line) from erasure where operation_id = ${operationId}),
      (select max(line) from checked_line where operation_id = ${operationId}),
      (select max(line) from refused_line where operation_id = ${operationId})) as last`.execute(db);
  return rows[0]?.last ?? 0;
}

export async function* resultsOf(store: Store, operationId: string): AsyncGenerator<LineResult> {
  const operation = await operationById(store, operationId);
  if (operation?.invoice !== undefined) {
    yield { line: 1, state: operation.invoice.state, invoice: operation.invoice };
    return;
  }
  const last = await lastLine(store.db, operationId);
  const isDryRun = operation?.dryRun === true;
  const key = await knownLinesKey(store.db, store.vault, operationId);
  for (let after = 0; after < last; after += PAGE) {
    const upTo = after + PAGE;
    const page = [
      ...(isDryRun
        ? await checkedLines(store.db, operationId, key, after, upTo)
        : await acceptedLines(store, operationId, after, upTo)),
      ...(await refusedLines(store.db, operationId, key, after, upTo)),
      ...(await erasedLines(store.db, operationId, after, upTo)),
    ];
    yield* page.sort((a, b) => a.line - b.line);
  }
}
