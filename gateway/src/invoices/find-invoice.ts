/**
 * Finding one invoice by its number or id.
 *
 * @module
 */
import { DocumentError, parseInvoiceNumber } from '@chopmark/core';
import { type RawBuilder, sql } from 'kysely';

import { seriesOfPrefix } from '../pipeline/series-name.js';
import type { Db } from '../store/database.js';
import { VIEW, type ViewRow } from './views.js';

const ID = /^inv_[0-9a-f]{32}$/;

/** A number finds anchored invoices only: before that nobody was told one. */
export function conditionOfInvoice(numberOrId: string): RawBuilder<unknown> | undefined {
  if (ID.test(numberOrId)) return sql`i.id = ${numberOrId}`;
  try {
    const { prefix, sequence } = parseInvoiceNumber(numberOrId);
    return sql`(s.batch_id, s.position) = (
      select n.id, (${sequence} - n.first)::int from batch n
      where n.series = ${seriesOfPrefix(prefix)} and n.state = 'anchored'
        and n.first <= ${sequence} and ${sequence} < n.first + n.size)`;
  } catch (error) {
    if (error instanceof DocumentError) return undefined;
    throw error;
  }
}

/** @param numberOrId Twenty digits or `inv_…`; anything else is nobody's. */
export async function findInvoice(db: Db, numberOrId: string): Promise<ViewRow | undefined> {
  const condition = conditionOfInvoice(numberOrId);
  if (condition === undefined) return undefined;
  const { rows } = await sql<ViewRow>`${VIEW} where ${condition}`.execute(db);
  return rows[0];
}
