/** Which keys wrap how much, and whether it is time for others. Shows no key and needs none but to know their ids. */
import { sql } from 'kysely';

import type { Db } from '../store/database.js';
import { wrappingKeys } from './key-ring.js';
import { countValues } from './rewrap-values.js';

/** A wrapping key in force for longer is due to be replaced. */
export const ROTATION_DAYS = 365;
const DAY_MS = 86_400_000;

export interface WrappingKeyStatus {
  readonly id: number;
  /** `documents` wraps; `index` makes tokens and never changes. */
  readonly purpose: 'documents' | 'index';
  readonly madeAt: string;
  /** `null`: in force. */
  readonly retiredAt: string | null;
  readonly masterKey: string;
  /** Documents whose keys it wraps. */
  readonly documents: number;
  /** Small values that it seals. */
  readonly values: number;
}

export interface MasterKeyStatus {
  readonly id: string;
  /** False: something is wrapped by it and it is not in the file. The database cannot be read. */
  readonly isThere: boolean;
  /** Wrapping keys under it; one that wraps none opens old backups only. */
  readonly wraps: number;
}

export interface KeyStatus {
  readonly wrappingKeys: readonly WrappingKeyStatus[];
  /** The one in force first. */
  readonly masterKeys: readonly MasterKeyStatus[];
  /** When the key in force is a year old. */
  readonly rotateBy: string;
  /** Invoices erased since the key in force was made: dead copies of them open until it is replaced. */
  readonly erasedSince: number;
  /** Why it is time. */
  readonly due: readonly ('AGE' | 'RETIRED_KEY_WRAPS' | 'MASTER_KEY_MISSING')[];
}

/** @param masterIds In the file, the one in force first. */
export async function keyStatus(db: Db, masterIds: readonly string[], now: Date): Promise<KeyStatus> {
  const rows = await wrappingKeys(db);
  const documents = await countDocuments(db);
  const values = new Map((await countValues(db)).map(({ keyId, values: count }) => [keyId, count]));
  const keys = rows.map((row) => ({
    id: row.id,
    purpose: row.purpose,
    madeAt: row.made_at.toISOString(),
    retiredAt: row.retired_at?.toISOString() ?? null,
    masterKey: row.master_key,
    documents: documents.get(row.id) ?? 0,
    values: values.get(row.id) ?? 0,
  }));
  const active = rows.find(({ purpose, retired_at }) => purpose === 'documents' && retired_at === null);
  const madeAt = active?.made_at ?? now;
  const rotateBy = new Date(madeAt.getTime() + ROTATION_DAYS * DAY_MS);
  const ids = [...new Set([...masterIds, ...rows.map(({ master_key }) => master_key)])];
  const masterKeys = ids.map((id) => ({
    id,
    isThere: masterIds.includes(id),
    wraps: rows.filter(({ master_key }) => master_key === id).length,
  }));
  const isWrapping = keys.some(
    (key) => key.purpose === 'documents' && key.retiredAt !== null && key.documents + key.values > 0,
  );
  return {
    wrappingKeys: keys,
    masterKeys,
    rotateBy: rotateBy.toISOString(),
    erasedSince: await erasedSince(db, madeAt),
    due: [
      ...(rotateBy <= now ? (['AGE'] as const) : []),
      ...(isWrapping ? (['RETIRED_KEY_WRAPS'] as const) : []),
      ...(masterKeys.some(({ isThere }) => !isThere) ? (['MASTER_KEY_MISSING'] as const) : []),
    ],
  };
}

async function countDocuments(db: Db): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<{ key_id: number; count: number }>`
    select key_id, count(*) as count from document group by 1`.execute(db);
  return new Map(rows.map(({ key_id, count }) => [key_id, count]));
}

async function erasedSince(db: Db, since: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from erasure where erased_at >= ${since}`.execute(db);
  return rows[0]?.count ?? 0;
}
