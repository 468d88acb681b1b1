/**
 * Documents of earlier versions, which stood in the clear, into their sealed form. One whose stored bytes are no longer
 * those accepted is not sealed, for that would vouch for them: it stays without contents, and fsck names it.
 *
 * @module
 */
import { sql } from 'kysely';

import type { MasterKeys } from '../../keys/master-keys.js';
import { Vault } from '../../keys/vault.js';
import { sha256 } from '../../proofs/node-crypto.js';
import type { Db } from '../database.js';

const CHUNK = 1_000;

interface ClearRow {
  readonly entry: number;
  readonly id: string;
  readonly seller_tax_id: string;
  readonly buyer_tax_id: string | null;
  readonly reference: string | null;
  readonly body: Buffer | null;
  readonly digest: Buffer | null;
  readonly secret: Buffer | null;
}

export async function sealClearRows(db: Db, keys: MasterKeys | undefined): Promise<readonly string[]> {
  const { rows } = await sql`select from invoice union all select from request_key limit 1`.execute(db);
  if (rows.length === 0) return [];
  if (keys === undefined)
    throw new Error('documents stand in the clear: start the gateway once, with its master keys');
  const vault = await Vault.open(db, keys);
  for (let after = 0; ;) {
    const chunk = await clearRows(db, after);
    const last = chunk.at(-1);
    if (last === undefined) break;
    await sealChunk(db, vault, chunk);
    after = last.entry;
  }
  await hideBodyHashes(db, vault);
  return ['invoice', 'request_key'];
}

async function clearRows(db: Db, after: number): Promise<readonly ClearRow[]> {
  const { rows } = await sql<ClearRow>`
    select i.entry, i.id, i.seller_tax_id, i.buyer_tax_id, i.reference, b.body, b.digest, s.secret
    from invoice i left join document_body b using (entry) left join document_secret s using (entry)
    where i.entry > ${after} order by i.entry limit ${CHUNK}`.execute(db);
  return rows;
}

async function sealChunk(db: Db, vault: Vault, rows: readonly ClearRow[]): Promise<void> {
  const documents = rows.flatMap(({ entry, id, reference, body, digest, secret }) => {
    if (body === null || digest === null || secret === null) return [];
    if (!digest.equals(sha256(Buffer.concat([secret, body])))) return [];
    return [{ entry, ...vault.sealDocument(id, { secret, reference, body }) }];
  });
  await sql`
    insert into document (entry, key_id, wrapped, sealed)
    select * from unnest(${documents.map(({ entry }) => entry)}::bigint[], ${documents.map(({ keyId }) => keyId)}::int[],
      ${documents.map(({ wrapped }) => wrapped)}::bytea[], ${documents.map(({ sealed }) => sealed)}::bytea[])`.execute(
    db,
  );
  await sql`
    update invoice i set seller_token = t.seller, buyer_token = t.buyer, reference_token = t.reference
    from unnest(${rows.map(({ entry }) => entry)}::bigint[],
      ${rows.map(({ seller_tax_id }) => vault.taxpayer(seller_tax_id))}::bytea[],
      ${rows.map(({ buyer_tax_id }) => (buyer_tax_id === null ? null : vault.taxpayer(buyer_tax_id)))}::bytea[],
      ${rows.map(({ reference }) => (reference === null ? null : vault.reference(reference)))}::bytea[]) as t (entry, seller, buyer, reference)
    where i.entry = t.entry`.execute(db);
}

/** A hash of what somebody sent can be guessed from; a token cannot. */
async function hideBodyHashes(db: Db, vault: Vault): Promise<void> {
  const keys = await db.selectFrom('request_key').select(['scope', 'key', 'body_hash']).execute();
  for (let at = 0; at < keys.length; at += CHUNK) {
    const some = keys.slice(at, at + CHUNK);
    await sql`
      update request_key r set body_hash = t.body_hash
      from unnest(${some.map(({ scope }) => scope)}::text[], ${some.map(({ key }) => key)}::text[],
        ${some.map(({ body_hash }) => vault.request(body_hash))}::text[]) as t (scope, key, body_hash)
      where r.scope = t.scope and r.key = t.key`.execute(db);
  }
}
