/**
 * Batch imports: a chunk of lines is one durable transaction. A line that was taken before is passed
 * over, so an interrupted import can be sent again as a whole.
 *
 * @module
 */
import { sql } from 'kysely';

import type { Db } from '../store/database.js';
import { insertInvoices } from './insert-invoices.js';
import type { BatchLine, LineProblem } from './invoice-desk.js';
import { type InvoiceRow, invoiceRow, type RowContext } from './invoice-row.js';

/** The operation is closed or unknown: nothing more can be added. */
export class ImportClosedError extends Error {
  override readonly name = 'ImportClosedError';
}

const REFERENCE_USED: LineProblem = {
  pointer: '/reference',
  code: 'REFERENCE_USED',
  detail: 'the seller has used this reference before',
};

interface RefusedLine {
  readonly line: number;
  readonly errors: readonly LineProblem[];
}

/** Rows that were left out because their reference is taken; the others are lines that came before. */
async function referencesTaken(
  db: Db,
  operationId: string,
  leftOut: readonly InvoiceRow[],
): Promise<RefusedLine[]> {
  if (leftOut.length === 0) return [];
  const lines = leftOut.map(({ line }) => line ?? 0);
  const before = await db
    .selectFrom('invoice')
    .select('line')
    .where('operation_id', '=', operationId)
    .where('line', 'in', lines)
    .execute();
  const known = new Set(before.map(({ line }) => line));
  return lines.filter((line) => !known.has(line)).map((line) => ({ line, errors: [REFERENCE_USED] }));
}

/** @returns How many were not recorded before. */
async function insertRefusals(db: Db, operationId: string, refused: readonly RefusedLine[]): Promise<number> {
  if (refused.length === 0) return 0;
  const { rows } = await sql`
    insert into refused_line (operation_id, line, errors)
    select ${operationId}::text, line, errors::jsonb
    from unnest(${refused.map(({ line }) => line)}::int[], ${refused.map(({ errors }) => JSON.stringify(errors))}::text[]) as t (line, errors)
    on conflict do nothing returning line`.execute(db);
  return rows.length;
}

/** @returns Series that have something waiting now. @throws {ImportClosedError} Nothing of the chunk was taken. */
export async function appendLines(
  db: Db,
  { operationId, run }: { readonly operationId: string; readonly run: string },
  lines: readonly BatchLine[],
  context: Pick<RowContext, 'vault' | 'issueChannel'>,
): Promise<ReadonlySet<string>> {
  const rows = lines.flatMap((item) =>
    'invoice' in item
      ? [invoiceRow(item.invoice, { ...context, import: { operationId, line: item.line } })]
      : [],
  );
  const refused = lines.flatMap((item): RefusedLine[] =>
    'refused' in item ? [{ line: item.line, errors: item.refused }] : [],
  );
  await db.transaction().execute(async (trx) => {
    const inserted = await insertInvoices(trx, rows);
    const leftOut = rows.filter(({ id }) => !inserted.has(id));
    const newlyRefused = await insertRefusals(trx, operationId, [
      ...refused,
      ...(await referencesTaken(trx, operationId, leftOut)),
    ]);
    const open = await trx
      .updateTable('operation')
      .set((row) => ({
        accepted: row('accepted', '+', inserted.size),
        refused: row('refused', '+', newlyRefused),
        closed_at: null,
        interrupted: false,
      }))
      .where('id', '=', operationId)
      // Taken for dead while the database could not be reached, and alive: it goes on.
      .where((row) =>
        row.or([
          row('closed_at', 'is', null),
          row.and([row('interrupted', '=', true), row('run', '=', run)]),
        ]),
      )
      .executeTakeFirst();
    if (open.numUpdatedRows === 0n)
      throw new ImportClosedError(`operation ${operationId} takes no more lines`);
  });
  return new Set(rows.map(({ series }) => series));
}
