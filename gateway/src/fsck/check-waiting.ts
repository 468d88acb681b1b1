/**
 * Documents that wait, before they get a number: are their stored bytes those that were accepted?
 *
 * @module
 */
import { sql } from 'kysely';

import { sha256 } from '../proofs/node-crypto.js';
import type { Db } from '../store/database.js';
import type { FsckFinding } from './findings.js';

const CHUNK = 500;

interface Row {
  readonly entry: number;
  readonly id: string;
  readonly body: Buffer | null;
  readonly digest: Buffer | null;
  readonly secret: Buffer | null;
}

export async function checkWaiting(db: Db): Promise<FsckFinding[]> {
  return (await alteredWaiting(db)).map(({ id }) => ({
    code: 'DOCUMENT_ALTERED',
    subject: id,
    detail: 'its stored bytes are not those that were accepted (it waits, and has no number yet)',
  }));
}

/**
 * Ends altered documents that wait: each is refused with a reason that its sender sees, and the line goes on.
 *
 * @returns Their ids.
 */
export async function refuseAltered(db: Db): Promise<string[]> {
  const altered = await alteredWaiting(db);
  await db.transaction().execute(async (trx) => {
    await sql`
      with taken as (
        delete from outbox where entry = any(${altered.map(({ entry }) => entry)}::bigint[]) returning entry
      )
      insert into refusal (entry, code, detail)
      select entry, 'STORED_DOCUMENT_CORRUPT', 'its stored bytes were damaged before it got a number' from taken`.execute(
      trx,
    );
    await trx.deleteFrom('halt').where('code', '=', 'STORED_DOCUMENT_CORRUPT').execute();
  });
  return altered.map(({ id }) => id);
}

async function alteredWaiting(db: Db): Promise<Row[]> {
  const altered: Row[] = [];
  for (let after = 0; ;) {
    const rows = await waitingAfter(db, after);
    altered.push(...rows.filter((row) => !isAsAccepted(row)));
    if (rows.length < CHUNK) return altered;
    after = rows.at(-1)?.entry ?? after;
  }
}

async function waitingAfter(db: Db, after: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select o.entry, i.id, b.body, b.digest, s.secret
    from outbox o join invoice i using (entry)
    left join document_body b using (entry) left join document_secret s using (entry)
    where o.entry > ${after} order by o.entry limit ${CHUNK}`.execute(db);
  return rows;
}

function isAsAccepted({ body, digest, secret }: Row): boolean {
  if (body === null || digest === null || secret === null) return false;
  return digest.equals(sha256(Buffer.concat([secret, body])));
}
