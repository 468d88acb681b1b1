/** Reasons of refused lines and keys of requests, which earlier versions kept as they came. */
import { sql } from 'kysely';

import { linesKey, sealProblems } from '../../invoices/sealed-lines.js';
import type { LineProblem } from '../../invoices/invoice-desk.js';
import type { MasterKeys } from '../../keys/master-keys.js';
import { Vault } from '../../keys/vault.js';
import type { Db } from '../database.js';

const CHUNK = 1_000;

interface ClearLine {
  readonly line: number;
  readonly errors: readonly LineProblem[];
}

export async function sealImports(db: Db, keys: MasterKeys | undefined): Promise<readonly string[]> {
  const { rows } = await sql`
    (select from refused_line limit 1) union all (select from request_key limit 1) union all
    (select from import_upload limit 1)`.execute(db);
  if (rows.length === 0) return [];
  if (keys === undefined)
    throw new Error('imports stand in the clear: start the gateway once, with its master keys');
  const vault = await Vault.open(db, keys);
  const { rows: operations } = await sql<{ id: string }>`
    select distinct operation_id as id from refused_line`.execute(db);
  for (const { id } of operations) await sealLines(db, vault, id);
  await hideRequestKeys(db, vault);
  return ['refused_line', 'request_key', 'import_upload'];
}

async function sealLines(db: Db, vault: Vault, operationId: string): Promise<void> {
  const key = await linesKey(db, vault, operationId);
  for (let after = 0; ;) {
    const { rows } = await sql<ClearLine>`
      select line, errors from refused_line where operation_id = ${operationId} and line > ${after}
      order by line limit ${CHUNK}`.execute(db);
    const last = rows.at(-1);
    if (last === undefined) return;
    await sql`
      update refused_line r set sealed_errors = t.sealed
      from unnest(${rows.map(({ line }) => line)}::int[],
        ${rows.map(({ line, errors }) => sealProblems(key, operationId, line, { errors }))}::bytea[]) as t (line, sealed)
      where r.operation_id = ${operationId} and r.line = t.line`.execute(db);
    after = last.line;
  }
}

/** The caller's own words become a token. */
async function hideRequestKeys(db: Db, vault: Vault): Promise<void> {
  const keys = await db.selectFrom('request_key').select(['scope', 'key']).execute();
  for (let at = 0; at < keys.length; at += CHUNK) {
    const some = keys.slice(at, at + CHUNK);
    await sql`
      update request_key r set key = t.token
      from unnest(${some.map(({ scope }) => scope)}::text[], ${some.map(({ key }) => key)}::text[],
        ${some.map(({ scope, key }) => vault.requestKey(scope, key))}::text[]) as t (scope, key, token)
      where r.scope = t.scope and r.key = t.key`.execute(db);
  }
}
