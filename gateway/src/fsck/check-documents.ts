/**
 * Every anchored document is hashed again from its stored bytes and compared with the hash that the ledger holds.
 *
 * @module
 */
import { sql } from 'kysely';

import { contentOfRow, type MaybeSealed } from '../invoices/document-content.js';
import type { Store } from '../invoices/store.js';
import type { DocumentContent } from '../keys/sealed-document.js';
import { type HashContext, HASH_BYTES, sealStored } from '../pipeline/hash-documents.js';
import { kindOfSeries } from '../pipeline/series-name.js';
import type { Db } from '../store/database.js';
import type { FsckCode, FsckFinding } from './findings.js';

const CHUNK = 500;

interface Row extends MaybeSealed {
  readonly erased: boolean;
  readonly position: number;
  readonly document_hash: Buffer;
}

interface BatchRow {
  readonly id: number;
  readonly series: string;
  readonly number: number;
  readonly first: number;
  readonly entries: Buffer;
}

type Hashing = Omit<HashContext, 'series' | 'kind'>;

export interface DocumentCheck {
  readonly documents: number;
  readonly erased: number;
  readonly findings: readonly FsckFinding[];
}

/** @param progress Told the documents read so far. */
export async function checkDocuments(
  { db, vault }: Store,
  hashing: Hashing,
  progress: (documents: number) => void,
): Promise<DocumentCheck> {
  const batches = await db
    .selectFrom('batch')
    .select(['id', 'series', 'number', 'first', 'entries'])
    .where('state', '=', 'anchored')
    .orderBy('id')
    .execute();
  const findings: FsckFinding[] = [];
  let documents = 0;
  let erased = 0;
  for (const batch of batches) {
    for (let after = -1; ;) {
      const rows = await documentsOf(db, batch.id, after);
      for (const row of rows) {
        findings.push(...checkDocument(row, await contentOfRow(vault, row), batch, hashing));
      }
      documents += rows.length;
      erased += rows.filter((row) => row.erased).length;
      progress(documents);
      if (rows.length < CHUNK) break;
      after = rows.at(-1)?.position ?? after;
    }
  }
  return { documents, erased, findings };
}

async function documentsOf(db: Db, batchId: number, after: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select coalesce(i.id, e.id, 'entry ' || s.entry) as id, e.id is not null as erased, s.position, s.document_hash, d.key_id, d.wrapped, d.sealed
    from sealed_invoice s
    left join stored_document i on i.entry = s.entry
    left join erasure e on e.entry = s.entry
    left join document d on d.entry = s.entry
    where s.batch_id = ${batchId} and s.position > ${after}
    order by s.position limit ${CHUNK}`.execute(db);
  return rows;
}

function checkDocument(
  row: Row,
  content: DocumentContent | undefined,
  batch: BatchRow,
  hashing: Hashing,
): FsckFinding[] {
  const fault = faultOf(row, content, batch, hashing);
  if (fault === undefined) return [];
  const [code, what] = fault;
  const place = `${batch.series} batch ${batch.number}, sequence ${batch.first + row.position}`;
  return [{ code, subject: row.id, detail: `${what} (${place})` }];
}

function faultOf(
  { erased, position, document_hash, sealed }: Row,
  content: DocumentContent | undefined,
  { series, first, entries }: BatchRow,
  hashing: Hashing,
): readonly [FsckCode, string] | undefined {
  const anchored = entries.subarray(position * HASH_BYTES, (position + 1) * HASH_BYTES);
  if (!anchored.equals(document_hash)) {
    return ['DOCUMENT_ALTERED', `its stored hash is not entry ${position} of the batch`];
  }
  if (erased) return sealed === null ? undefined : ['ERASED_NOT_GONE', 'erased, and its contents are there'];
  if (sealed === null) return ['DOCUMENT_MISSING', 'its contents are gone; the hash stays on the ledger'];
  if (content === undefined) {
    return ['DOCUMENT_ALTERED', 'its stored bytes are not those that were accepted'];
  }
  try {
    const { hash } = sealStored(
      { ...hashing, series, kind: kindOfSeries(series) },
      first + position,
      content.secret,
      content.body,
    );
    if (anchored.equals(hash)) return undefined;
  } catch {
    return ['DOCUMENT_ALTERED', 'its stored bytes are no document any more'];
  }
  return ['DOCUMENT_ALTERED', 'its stored bytes do not give the hash on the ledger'];
}
