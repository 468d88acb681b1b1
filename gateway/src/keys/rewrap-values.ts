/** Sealed values under the wrapping key in force: what keys of one database wrap besides documents. */
import { sql } from 'kysely';

import type { Db } from '../store/database.js';
import type { KeyRing } from './key-ring.js';
import { keyOfValue, openValueUnder, SEALED_VALUES, sealValueUnder } from './sealed-value.js';

const CHUNK = 1_000;

/** Id of the wrapping key, as it stands in the value. */
const KEY_ID = sql<number>`('x' || encode(substring(sealed from 2 for 4), 'hex'))::bit(32)::int`;

export interface ValueCount {
  readonly keyId: number;
  readonly values: number;
}

/** How many values each wrapping key has sealed. */
export async function countValues(db: Db): Promise<ValueCount[]> {
  const counts = new Map<number, number>();
  for (const { table } of SEALED_VALUES) {
    const { rows } = await sql<{ id: number; count: number }>`
      select ${KEY_ID} as id, count(*) as count from ${sql.table(table)} where sealed is not null group by 1`.execute(
      db,
    );
    for (const { id, count } of rows) counts.set(id, (counts.get(id) ?? 0) + count);
  }
  return [...counts].map(([keyId, values]) => ({ keyId, values }));
}

export interface RewrappedValues {
  readonly values: number;
  /** They do not open: they stay as they are. */
  readonly damaged: number;
}

export async function rewrapValues(db: Db, ring: KeyRing): Promise<RewrappedValues> {
  let [values, damaged] = [0, 0];
  for (const { table, row } of SEALED_VALUES) {
    // A damaged one stays where it is; the rest goes on behind it.
    for (let after = ''; ;) {
      const { rows } = await sql<{ row: string; sealed: Buffer }>`
        select ${sql.ref(row)} as row, sealed from ${sql.table(table)}
        where sealed is not null and ${KEY_ID} <> ${ring.active} and ${sql.ref(row)} > ${after}
        order by ${sql.ref(row)} limit ${CHUNK}`.execute(db);
      const last = rows.at(-1);
      if (last === undefined) break;
      for (const one of rows) {
        if (await rewrapValue(db, ring, table, row, one)) values += 1;
        else damaged += 1;
      }
      after = last.row;
    }
  }
  return { values, damaged };
}

/** @returns False when it does not open. One that was changed meanwhile is left as it is: it was sealed anew. */
async function rewrapValue(
  db: Db,
  ring: KeyRing,
  table: string,
  column: string,
  { row, sealed }: { readonly row: string; readonly sealed: Buffer },
): Promise<boolean> {
  const place = { column: `${table}.sealed`, row };
  let fresh: Buffer;
  try {
    const value = openValueUnder(ring.key(keyOfValue(sealed)), place, sealed);
    fresh = sealValueUnder(ring.key(ring.active), ring.active, place, value);
  } catch {
    return false;
  }
  await sql`update ${sql.table(table)} set sealed = ${fresh}
    where ${sql.ref(column)} = ${row} and sealed = ${sealed}`.execute(db);
  return true;
}
