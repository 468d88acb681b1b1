/**
 * Sealing: what waits in the outbox of a series becomes its next batch. Sequences are assigned and
 * hashes taken from the stored bytes, read back from the database; only then is the root fixed.
 *
 * @module
 */
import { batchRoot, MAX_BATCH, requireSuite } from '@chopmark/core';
import type { Link } from '@opentelemetry/api';
import { sql } from 'kysely';

import type { Vault } from '../keys/vault.js';
import { suites } from '../proofs/node-crypto.js';
import type { Db } from '../store/database.js';
import { operationSpans } from '../tracing/origins.js';
import { HaltError } from './halt.js';
import { HASH_BYTES, type HashContext, type PackedDocuments } from './hash-documents.js';
import type { HashPool } from './hash-pool.js';
import { documentsOf } from './documents-of.js';
import type { AtStep } from './steps.js';

/** Documents read and hashed at a time: bounds memory, and lets reading overlap with hashing. */
const CHUNK = 1_024;

export interface SealContext {
  readonly db: Db;
  readonly vault: Vault;
  readonly pool: HashPool;
  readonly atStep: AtStep;
  readonly hashing: HashContext;
}

/** Where the series goes on: one after what is anchored. */
export interface NextPlace {
  readonly number: number;
  readonly first: number;
}

export interface StoredRow {
  readonly entry: number;
  readonly id: string;
  readonly operation_id: string;
  readonly line: number | null;
  readonly key_id: number | null;
  readonly wrapped: Buffer | null;
  readonly sealed: Buffer | null;
}

interface SealedContent {
  readonly entries: number[];
  readonly hashes: Uint8Array;
  /** Imports that have documents in it, with how many. */
  readonly operations: ReadonlyMap<string, number>;
  /** Where its documents came from, as far as that is traced. */
  readonly origins: readonly Link[];
}

/** A batch that was sealed just now. */
export interface Sealed {
  readonly id: number;
  readonly size: number;
  readonly origins: readonly Link[];
}

async function readWaiting(db: Db, series: string, after: number, limit: number): Promise<StoredRow[]> {
  const { rows } = await sql<StoredRow>`
    select o.entry, i.id, i.operation_id, i.line, d.key_id, d.wrapped, d.sealed
    from (select entry from outbox where series = ${series} and entry > ${after} order by entry limit ${limit}) o
    join ${documentsOf(series)} i on i.entry = o.entry
    left join document d on d.entry = o.entry
    order by o.entry`.execute(db);
  return rows;
}

function pack(vault: Vault, rows: readonly StoredRow[], first: number): PackedDocuments {
  const parts = rows.map(({ wrapped, sealed }) =>
    wrapped === null || sealed === null ? [] : [wrapped, sealed],
  );
  const offsets = [0];
  for (const part of parts) {
    offsets.push(part.reduce((end, { length }) => end + length, offsets.at(-1) ?? 0));
  }
  return {
    first,
    ids: rows.map(({ id }) => id),
    keyIds: rows.map(({ key_id }) => key_id ?? 0),
    wrappingKeys: vault.wrappingKeys,
    // Own memory, not a slice of Node's buffer pool: it is handed over to a thread.
    bytes: unpooled(parts.flat()),
    offsets,
  };
}

function unpooled(parts: readonly Buffer[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** @throws {HaltError} `STORED_DOCUMENT_CORRUPT`, naming the document. */
export async function hashChunk(
  context: SealContext,
  rows: readonly StoredRow[],
  first: number,
): Promise<Uint8Array> {
  const { vault, pool } = context;
  await vault.know(rows.flatMap(({ key_id }) => key_id ?? []));
  const { hashes, corrupt } = await pool.hash(context.hashing, pack(vault, rows, first));
  if (corrupt !== null) {
    const { series } = context.hashing;
    throw new HaltError(
      'STORED_DOCUMENT_CORRUPT',
      series,
      `stored bytes of ${rows[corrupt]?.id ?? '?'} are not those accepted`,
    );
  }
  return hashes;
}

/** Reads the next chunk while the one before is hashed, and no further ahead: documents wait in the database, not here. */
async function sealContent(context: SealContext, first: number): Promise<SealedContent> {
  const entries: number[] = [];
  const hashes: Promise<Uint8Array>[] = [];
  const operations = new Map<string, number>();
  const origins: Link[] = [];
  for (;;) {
    await hashes.at(-2);
    const room = Math.min(CHUNK, MAX_BATCH - entries.length);
    const rows =
      room === 0 ? [] : await readWaiting(context.db, context.hashing.series, entries.at(-1) ?? 0, room);
    if (rows.length > 0) {
      const hashed = hashChunk(context, rows, first + entries.length);
      hashed.catch(() => undefined);
      hashes.push(hashed);
    }
    for (const row of rows) {
      entries.push(row.entry);
      if (row.line !== null) operations.set(row.operation_id, (operations.get(row.operation_id) ?? 0) + 1);
    }
    if (origins.length === 0) origins.push(...operationSpans.linksTo(operationsOf(rows)));
    if (rows.length < CHUNK) {
      return { entries, hashes: Buffer.concat(await Promise.all(hashes)), operations, origins };
    }
  }
}

function* operationsOf(rows: readonly StoredRow[]): Generator<string> {
  for (const row of rows) yield row.operation_id;
}

export const splitEntries = (entries: Uint8Array): Uint8Array[] =>
  Array.from({ length: entries.length / HASH_BYTES }, (_, at) =>
    entries.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );

/**
 * One durable transaction: batch, places, and the outbox without them.
 *
 * @returns `undefined` when nothing waits.
 * @throws {HaltError} `STORED_DOCUMENT_CORRUPT`, naming the document; nothing is sealed then.
 */
export async function sealNext(context: SealContext, next: NextPlace): Promise<Sealed | undefined> {
  const { db, atStep, hashing } = context;
  await atStep('seal.begin');
  const content = await sealContent(context, next.first);
  if (content.entries.length === 0) return undefined;
  await atStep('seal.read');
  const places = splitEntries(content.hashes);
  const root = batchRoot(requireSuite(suites, hashing.suite).hash, next.first, places);
  const id = await db.transaction().execute(async (trx) => {
    // Unique indexes of batch keep a second sealer out: one content for each number, one batch in flight.
    const { rows } = await sql<{ id: number; left_outbox: number }>`
      with made as (
        insert into batch (series, number, first, size, root, entries, state)
        values (${hashing.series}, ${next.number}, ${next.first}, ${places.length}, ${Buffer.from(root)}, ${content.hashes}, 'sealed')
        returning id
      ), placed as (
        insert into sealed_invoice (entry, batch_id, position, document_hash)
        select entry, made.id, (place - 1)::int, hash
        from made, unnest(${content.entries}::bigint[], ${places.map((hash) => Buffer.from(hash))}::bytea[]) with ordinality as t (entry, hash, place)
      ), counted as (
        insert into batch_operation (batch_id, operation_id, size)
        select made.id, operation_id, size
        from made, unnest(${[...content.operations.keys()]}::text[], ${[...content.operations.values()]}::int[]) as t (operation_id, size)
      ), taken as (
        delete from outbox where entry = any(${content.entries}::bigint[]) returning entry
      )
      select made.id, (select count(*) from taken) as left_outbox from made`.execute(trx);
    const [made] = rows;
    if (made?.left_outbox !== content.entries.length)
      throw new Error(`outbox of ${hashing.series} was changed by another`);
    return made.id;
  });
  await atStep('seal.durable');
  return { id, size: places.length, origins: content.origins };
}
