/**
 * Documents that stand on the ledger and that a repair found nowhere, one by one: number and hash are all that is left,
 * and enough to tell whether a copy that somebody else kept is the one.
 *
 * @module
 */
import { formatNumber } from '@chopmark/core';

import { kindOfSeries, prefixOf } from '../pipeline/series-name.js';
import type { ErasureJournal } from '../privacy/erasure-journal.js';
import type { Db } from '../store/database.js';

export interface LostDocument {
  readonly number: string;
  readonly series: string;
  readonly sequence: number;
  /** Lowercase hex, as on the ledger. */
  readonly documentHash: string;
  /** RFC 3339; it was destroyed before the database was lost, so nothing is missing. */
  readonly erasedAt?: string;
}

export async function countLost(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('lost_document')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** By series and sequence. */
export async function listLost(
  db: Db,
  journal: ErasureJournal | undefined,
): Promise<readonly LostDocument[]> {
  const erasures = new Map((await journal?.read())?.map(({ number, erasedAt }) => [number, erasedAt]));
  const rows = await db
    .selectFrom('lost_document')
    .select(['series', 'sequence', 'document_hash'])
    .orderBy('series')
    .orderBy('sequence')
    .execute();
  return rows.map(({ series, sequence, document_hash }) => {
    const number = formatNumber(kindOfSeries(series), prefixOf(series), sequence);
    const erasedAt = erasures.get(number);
    const documentHash = document_hash.toString('hex');
    return { number, series, sequence, documentHash, ...(erasedAt !== undefined && { erasedAt }) };
  });
}
