/**
 * Lists, newest first. The cursor is the last entry seen, opaque to callers: an invoice that comes
 * meanwhile moves no other.
 *
 * @module
 */
import { fromBase64Url, toBase64Url, utf8Decode, utf8Encode } from '@chopmark/core';
import { type RawBuilder, sql } from 'kysely';

import type { Db } from '../store/database.js';
import type { InvoiceFilter, InvoiceState, InvoiceView, Page } from './invoice-desk.js';
import { VIEW, type ViewRow, viewOf } from './views.js';

const STATE: { readonly [state in InvoiceState]: RawBuilder<unknown> } = {
  accepted: sql`b.state is null and r.code is null`,
  sealed: sql`b.state = 'sealed' and r.code is null`,
  submitted: sql`b.state = 'submitted' and r.code is null`,
  anchored: sql`b.state = 'anchored'`,
  refused: sql`r.code is not null`,
};

const toCursor = (entry: number): string => toBase64Url(utf8Encode(`e${entry}`));

/** @returns `undefined` for a cursor that this module did not make. */
function fromCursor(cursor: string): number | undefined {
  try {
    const text = utf8Decode(fromBase64Url(cursor));
    return /^e[1-9][0-9]{0,15}$/.test(text) ? Number(text.slice(1)) : undefined;
  } catch {
    return undefined;
  }
}

function conditionsOf(filter: InvoiceFilter): RawBuilder<unknown>[] {
  return [
    ...(filter.party === undefined
      ? []
      : [sql`(i.seller_tax_id = ${filter.party} or i.buyer_tax_id = ${filter.party})`]),
    ...(filter.state === undefined ? [] : [STATE[filter.state]]),
    ...(filter.issuedFrom === undefined ? [] : [sql`i.issued_on >= ${filter.issuedFrom}::date`]),
    ...(filter.issuedTo === undefined ? [] : [sql`i.issued_on <= ${filter.issuedTo}::date`]),
    ...(filter.reference === undefined ? [] : [sql`i.reference = ${filter.reference}`]),
  ];
}

/** @param cursor Of an earlier page; an unknown one ends the list. */
export async function listInvoices(
  db: Db,
  filter: InvoiceFilter,
  limit: number,
  cursor?: string,
): Promise<Page<InvoiceView>> {
  const conditions = conditionsOf(filter);
  if (cursor !== undefined) {
    const before = fromCursor(cursor);
    if (before === undefined) return { items: [], nextCursor: null };
    conditions.push(sql`i.entry < ${before}`);
  }
  const where = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
  const { rows } =
    await sql<ViewRow>`${VIEW} where ${where} order by i.entry desc limit ${limit + 1}`.execute(db);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(viewOf),
    nextCursor: rows.length > limit && last !== undefined ? toCursor(last.entry) : null,
  };
}
