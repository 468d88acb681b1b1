/**
 * Batch imports: a chunk of lines is one durable transaction. A line that was taken before is passed
 * over, so an interrupted import can be sent again as a whole.
 *
 * @module
 */
import { sql } from 'kysely';

import type { Vault } from '../keys/vault.js';
import type { Db } from '../store/database.js';
import { insertInvoices } from './insert-invoices.js';
import type { BatchLine, LineProblem } from './invoice-desk.js';
import { type InvoiceRow, invoiceRow, type RowContext } from './invoice-row.js';
import { linesKey, sealProblems, sealReference } from './sealed-lines.js';
import type { Store } from './store.js';

/** The operation is closed or unknown: nothing more can be added. */
export class ImportClosedError extends Error {
  override readonly name = 'ImportClosedError';
}

/** For callers that said no words of their own. */
const REFERENCE_USED: LineProblem = {
  pointer: '/reference',
  code: 'REFERENCE_USED',
  detail: 'the seller has used this reference before',
};

const usedBefore = (item: BatchLine | undefined): readonly LineProblem[] => [
  (item !== undefined && 'invoice' in item ? item.referenceUsed : undefined) ?? REFERENCE_USED,
];

interface RefusedLine {
  readonly line: number;
  readonly errors: readonly LineProblem[];
  readonly reference?: string;
}

const usedReference = (item: BatchLine | undefined): { readonly reference?: string } =>
  item !== undefined && 'invoice' in item ? referenceOf(item.invoice) : {};

/** Rows that were left out because their reference is taken; the others are lines that came before. */
async function referencesTaken(
  db: Db,
  operationId: string,
  leftOut: readonly InvoiceRow[],
  items: readonly BatchLine[],
): Promise<RefusedLine[]> {
  if (leftOut.length === 0) return [];
  const byLine = new Map(items.map((item) => [item.line, item]));
  const lines = leftOut.map(({ line }) => line ?? 0);
  const before = await db
    .selectFrom('invoice')
    .select('line')
    .where('operation_id', '=', operationId)
    .where('line', 'in', lines)
    .execute();
  const known = new Set(before.map(({ line }) => line));
  return lines
    .filter((line) => !known.has(line))
    .map((line) => ({ line, errors: usedBefore(byLine.get(line)), ...usedReference(byLine.get(line)) }));
}

/** A line whose invoice was erased came before as well: sending the file again must not bring it back. */
async function withoutErased(
  db: Db,
  operationId: string,
  rows: readonly InvoiceRow[],
): Promise<readonly InvoiceRow[]> {
  if (rows.length === 0) return rows;
  const lines = rows.map(({ line }) => line);
  const { rows: erased } = await sql<{ line: number }>`
    select line from erasure where operation_id = ${operationId} and line = any(${lines}::int[])`.execute(db);
  const gone = new Set<number | null>(erased.map(({ line }) => line));
  return gone.size === 0 ? rows : rows.filter(({ line }) => !gone.has(line));
}

/** @returns How many were not recorded before. */
async function insertRefusals(
  { db, vault }: Store,
  operationId: string,
  refused: readonly RefusedLine[],
): Promise<number> {
  if (refused.length === 0) return 0;
  const key = await linesKey(db, vault, operationId);
  const sealed = refused.map(({ line, ...content }) => sealProblems(key, operationId, line, content));
  const { rows } = await sql`
    insert into refused_line (operation_id, line, sealed_errors)
    select ${operationId}::text, line, sealed
    from unnest(${refused.map(({ line }) => line)}::int[], ${sealed}::bytea[]) as t (line, sealed)
    on conflict do nothing returning line`.execute(db);
  return rows.length;
}

interface Opened {
  readonly operationId: string;
  readonly run: string;
}

const referenceOf = ({ reference }: { readonly reference?: string }): { readonly reference?: string } =>
  reference === undefined ? {} : { reference };

const refusedOf = (lines: readonly BatchLine[]): RefusedLine[] =>
  lines.flatMap((item) =>
    'refused' in item ? [{ line: item.line, errors: item.refused, ...referenceOf(item) }] : [],
  );

/** @throws {ImportClosedError} Nothing of the chunk was taken. */
async function count(
  db: Db,
  { operationId, run }: Opened,
  taken: { readonly accepted: number; readonly refused: number },
): Promise<void> {
  const open = await db
    .updateTable('operation')
    .set((row) => ({
      accepted: row('accepted', '+', taken.accepted),
      refused: row('refused', '+', taken.refused),
      closed_at: null,
      interrupted: false,
    }))
    .where('id', '=', operationId)
    // Taken for dead while the database could not be reached, and alive: it goes on.
    .where((row) =>
      row.or([row('closed_at', 'is', null), row.and([row('interrupted', '=', true), row('run', '=', run)])]),
    )
    .executeTakeFirst();
  if (open.numUpdatedRows === 0n) throw new ImportClosedError(`operation ${operationId} takes no more lines`);
}

/** @returns Series that have something waiting now. @throws {ImportClosedError} Nothing of the chunk was taken. */
export async function appendLines(
  db: Db,
  opened: Opened,
  lines: readonly BatchLine[],
  context: Pick<RowContext, 'vault' | 'issueChannel'>,
): Promise<ReadonlySet<string>> {
  const { operationId } = opened;
  const all = lines.flatMap((item) =>
    'invoice' in item
      ? [invoiceRow(item.invoice, { ...context, import: { operationId, line: item.line } })]
      : [],
  );
  await db.transaction().execute(async (trx) => {
    const rows = await withoutErased(trx, operationId, all);
    const inserted = await insertInvoices(trx, rows);
    const leftOut = rows.filter(({ id }) => !inserted.has(id));
    const newlyRefused = await insertRefusals({ db: trx, vault: context.vault }, operationId, [
      ...refusedOf(lines),
      ...(await referencesTaken(trx, operationId, leftOut, lines)),
    ]);
    await count(trx, opened, { accepted: inserted.size, refused: newlyRefused });
  });
  return new Set(all.map(({ series }) => series));
}

type GoodLine = Extract<BatchLine, { readonly invoice: unknown }>;

/** Of each line, in their order; null where it has none. */
async function sealedReferences(
  { db, vault }: Store,
  operationId: string,
  good: readonly GoodLine[],
): Promise<(Buffer | null)[]> {
  if (good.every(({ invoice: { reference } }) => reference === undefined)) return good.map(() => null);
  const key = await linesKey(db, vault, operationId);
  return good.map(({ line, invoice: { reference } }) =>
    reference === undefined ? null : sealReference(key, operationId, line, reference),
  );
}

/** As `appendLines`, for a dry run: what would be issued is noted, with its reference, and nothing is issued. */
export async function checkLines(
  db: Db,
  opened: Opened,
  lines: readonly BatchLine[],
  vault: Vault,
): Promise<void> {
  const good = lines.flatMap((item) => ('invoice' in item ? [item] : []));
  const column = <T>(of: (item: GoodLine) => T): T[] => good.map(of);
  await db.transaction().execute(async (trx) => {
    const references = await sealedReferences({ db: trx, vault }, opened.operationId, good);
    const { rows } = await sql<{ line: number; is_new: boolean }>`
      with input as materialized (
        select * from unnest(${column(({ line }) => line)}::int[], ${column(({ invoice }) => vault.taxpayer(invoice.sellerTaxId))}::bytea[],
          ${column(({ invoice: { reference } }) => (reference === undefined ? null : vault.reference(reference)))}::bytea[],
          ${references}::bytea[]) as t (line, seller_token, reference_token, sealed_reference)
      ), taken as (
        insert into checked_line (operation_id, line, seller_token, reference_token, sealed_reference)
        select ${opened.operationId}::text, line, seller_token, reference_token, sealed_reference from input
        where not exists (select from invoice i
          where i.seller_token = input.seller_token and i.reference_token = input.reference_token)
        order by line
        on conflict do nothing returning line
      )
      select line, true as is_new from taken
      union all
      select line, false from checked_line where operation_id = ${opened.operationId} and line = any(${column(({ line }) => line)}::int[])`.execute(
      trx,
    );
    const known = new Set(rows.map(({ line }) => line));
    const used = good.filter(({ line }) => !known.has(line));
    const refused = await insertRefusals({ db: trx, vault }, opened.operationId, [
      ...refusedOf(lines),
      ...used.map((item) => ({ line: item.line, errors: usedBefore(item), ...referenceOf(item.invoice) })),
    ]);
    await count(trx, opened, { accepted: rows.filter(({ is_new }) => is_new).length, refused });
  });
}
