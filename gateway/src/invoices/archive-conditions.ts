/**
 * Which invoices an archive is about, as a condition.
 *
 * @module
 */
import { type RawBuilder, sql } from 'kysely';

import type { Vault } from '../keys/vault.js';
import { seriesOfPrefix } from '../pipeline/series-name.js';
import type { ArchiveSelection, InvoiceSide } from './invoice-desk.js';

/** `i`, `s`, `b` are invoice, sealed place, batch. */
export function conditionOfArchive(vault: Vault, selection: ArchiveSelection): RawBuilder<unknown> {
  return sql.join(
    'operationId' in selection ? ofOperation(selection) : ofFilter(vault, selection),
    sql` and `,
  );
}

function ofOperation({
  operationId,
  firstLine,
  lastLine,
}: Extract<ArchiveSelection, { operationId: string }>): RawBuilder<unknown>[] {
  return [
    // A single invoice is its own operation (operations.ts) and has no line.
    sql`(i.id = ${operationId.replace(/^op_/, 'inv_')} or (i.operation_id = ${operationId} and i.line is not null))`,
    ...(firstLine === undefined ? [] : [sql`coalesce(i.line, 1) >= ${firstLine}`]),
    ...(lastLine === undefined ? [] : [sql`coalesce(i.line, 1) <= ${lastLine}`]),
  ];
}

function ofFilter(
  vault: Vault,
  {
    sides,
    issuedFrom,
    issuedTo,
    firstNumber,
    lastNumber,
  }: Exclude<ArchiveSelection, { operationId: string }>,
): RawBuilder<unknown>[] {
  return [
    sides === 'all' ? sql`true` : ofSides(vault, sides),
    ...(issuedFrom === undefined ? [] : [sql`i.issued_on >= ${issuedFrom}::date`]),
    ...(issuedTo === undefined ? [] : [sql`i.issued_on <= ${issuedTo}::date`]),
    ...(firstNumber === undefined ? [] : [boundOf(firstNumber, sql`>=`)]),
    ...(lastNumber === undefined ? [] : [boundOf(lastNumber, sql`<=`)]),
  ];
}

function ofSides(vault: Vault, sides: readonly InvoiceSide[]): RawBuilder<unknown> {
  const each = sides.map(({ side, taxId }) =>
    side === 'seller'
      ? sql`i.seller_token = ${vault.taxpayer(taxId)}`
      : sql`i.buyer_token = ${vault.taxpayer(taxId)}`,
  );
  return each.length === 0 ? sql`false` : sql`(${sql.join(each, sql` or `)})`;
}

/** Digits of year, region and channel; a bound need not be the number of an invoice. */
const PREFIX_DIGITS = 5;

/** Numbers compare by their prefix, then by their sequence. */
function boundOf(number: string, compared: RawBuilder<unknown>): RawBuilder<unknown> {
  const series = seriesOfPrefix(number.slice(0, PREFIX_DIGITS));
  return sql`(i.series, b.first + s.position) ${compared} (${series}, ${number.slice(PREFIX_DIGITS)}::bigint)`;
}
