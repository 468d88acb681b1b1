/**
 * Lists, newest first. The cursor is the last entry seen, opaque to callers: an invoice that comes
 * meanwhile moves no other.
 *
 * @module
 */
import { fromBase64Url, toBase64Url, utf8Decode, utf8Encode } from '@chopmark/core';
import { type RawBuilder, sql } from 'kysely';

import type { Vault } from '../keys/vault.js';
import type { InvoiceFilter, InvoiceState, InvoiceView, Page } from './invoice-desk.js';
import type { Store } from './store.js';
import { VIEW, type ViewRow, viewsOf } from './views.js';

const STATE: { readonly [state in InvoiceState]: RawBuilder<unknown> } = {
  accepted: sql`b.state is null and r.code is null`,
  sealed: sql`b.state = 'sealed' and r.code is null`,
  submitted: sql`b.state = 'submitted' and r.code is null`,
  anchored: sql`b.state = 'anchored'`,
  refused: sql`r.code is not null`,
};

function ofParty(token: Buffer): RawBuilder<unknown> {
  return sql`(i.seller_token = ${token} or i.buyer_token = ${token})`;
}

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

function conditionsOf(vault: Vault, filter: InvoiceFilter): RawBuilder<unknown>[] {
  const { party, reference } = filter;
  return [
    ...(party === undefined ? [] : [ofParty(vault.taxpayer(party))]),
    ...(filter.state === undefined ? [] : [STATE[filter.state]]),
    ...(filter.issuedFrom === undefined ? [] : [sql`i.issued_on >= ${filter.issuedFrom}::date`]),
    ...(filter.issuedTo === undefined ? [] : [sql`i.issued_on <= ${filter.issuedTo}::date`]),
    ...(reference === undefined ? [] : [sql`i.reference_token = ${vault.reference(reference)}`]),
  ];
}

/** @param cursor Of an earlier page; an unknown one ends the list. */
export async function listInvoices(
  store: Store,
  filter: InvoiceFilter,
  limit: number,
  cursor?: string,
): Promise<Page<InvoiceView>> {
  const conditions = conditionsOf(store.vault, filter);
  if (cursor !== undefined) {
    const before = fromCursor(cursor);
    if (before === undefined) return { items: [], nextCursor: null };
    conditions.push(sql`i.entry < ${before}`);
  }
  const where = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
  const { rows } =
    await sql<ViewRow>`${VIEW} where ${where} order by i.entry desc limit ${limit + 1}`.execute(store.db);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: await viewsOf(store, items),
    nextCursor: rows.length > limit && last !== undefined ? toCursor(last.entry) : null,
  };
}
