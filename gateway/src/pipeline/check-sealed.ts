/**
 * A sealed batch that lay in the database before its root goes out: read again, hashed again, compared. A process that
 * sealed it a moment ago has just done so; one that takes it up later has not.
 *
 * @module
 */
import { batchRoot, equalBytes, requireSuite } from '@chopmark/core';
import { sql } from 'kysely';

import { suites } from '../proofs/node-crypto.js';
import { type Batch, batchEntries } from '../store/batches.js';
import { documentsOf } from './documents-of.js';
import { HaltError } from './halt.js';
import { HASH_BYTES } from './hash-documents.js';
import { hashChunk, type SealContext, splitEntries, type StoredRow } from './seal.js';

const CHUNK = 1_024;

/** @throws {HaltError} `STORED_BATCH_CORRUPT`; `STORED_DOCUMENT_CORRUPT`, naming the document. Nothing has gone out then. */
export async function checkSealed(context: SealContext, batch: Batch): Promise<void> {
  const entries = await batchEntries(context.db, batch.id);
  assertRoot(batch, entries, context.hashing.suite);
  for (let done = 0; done < batch.size;) {
    const rows = await readSealed(context, batch, done);
    if (rows.length === 0) throw corrupt(batch, `places of ${batch.size - done} documents are gone`);
    const hashes = await hashChunk(context, rows, batch.first + done);
    for (const [at, row] of rows.entries()) {
      const place = (done + at) * HASH_BYTES;
      const entry = entries.subarray(place, place + HASH_BYTES);
      const hash = hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES);
      if (!equalBytes(hash, entry) || !row.document_hash.equals(entry)) {
        throw corrupt(batch, `entry ${done + at} is not the hash of ${row.id}`);
      }
    }
    done += rows.length;
  }
}

/** The root must follow from the entries: what is endorsed is both. @throws {HaltError} `STORED_BATCH_CORRUPT` */
export function assertRoot(batch: Batch, entries: Uint8Array, suite: string): void {
  const isWhole = entries.length === batch.size * HASH_BYTES;
  const root = isWhole && batchRoot(requireSuite(suites, suite).hash, batch.first, splitEntries(entries));
  if (root === false || !batch.root.equals(root))
    throw corrupt(batch, 'its root does not follow from its entries');
}

function corrupt({ series, number }: Batch, what: string): HaltError {
  return new HaltError(
    'STORED_BATCH_CORRUPT',
    series,
    `batch ${number} was changed after it was sealed: ${what}`,
  );
}

interface SealedRow extends StoredRow {
  readonly document_hash: Buffer;
}

async function readSealed({ db }: SealContext, batch: Batch, from: number): Promise<readonly SealedRow[]> {
  const { rows } = await sql<SealedRow>`
    select s.entry, i.id, i.operation_id, i.line, s.document_hash, d.key_id, d.wrapped, d.sealed
    from sealed_invoice s join ${documentsOf(batch.series)} i on i.entry = s.entry left join document d on d.entry = s.entry
    where s.batch_id = ${batch.id} and s.position >= ${from} order by s.position limit ${CHUNK}`.execute(db);
  return rows;
}
