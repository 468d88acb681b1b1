/**
 * Why lines of an import were refused. The words name what stood in the file (columns, members, names of files), so they
 * are sealed: each line under a key of its operation, made with its first refused line and destroyed with the results.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';

import { utf8Decode } from '@chopmark/core';
import { sql } from 'kysely';

import { decrypt, encrypt, KEY_BYTES, NONCE_BYTES } from '../keys/gcm.js';
import type { Vault } from '../keys/vault.js';
import type { Db } from '../store/database.js';
import type { LineProblem } from './invoice-desk.js';

const COLUMN = 'operation.sealed';

const placeOf = (operationId: string, line: number): string => `refused_line/${operationId}/${line}`;

/** The key of an operation; made when it has none. @param db Best the transaction that uses it. */
export async function problemsKey(
  db: Db,
  vault: Pick<Vault, 'sealValue' | 'openValue'>,
  operationId: string,
): Promise<Uint8Array> {
  return (await knownProblemsKey(db, vault, operationId)) ?? makeKey(db, vault, operationId);
}

/** Another process may have made it meanwhile: the first one stays. */
async function makeKey(
  db: Db,
  vault: Pick<Vault, 'sealValue' | 'openValue'>,
  operationId: string,
): Promise<Uint8Array> {
  const fresh = vault.sealValue(COLUMN, operationId, randomBytes(KEY_BYTES));
  const { rows } = await sql<{ sealed: Buffer }>`
    update operation set sealed = coalesce(sealed, ${fresh}) where id = ${operationId} returning sealed`.execute(
    db,
  );
  return vault.openValue(COLUMN, operationId, rows[0]?.sealed ?? fresh);
}

/** @returns `undefined` when there are no refused lines, or none any more. */
export async function knownProblemsKey(
  db: Db,
  vault: Pick<Vault, 'openValue'>,
  operationId: string,
): Promise<Uint8Array | undefined> {
  const row = await db
    .selectFrom('operation')
    .select('sealed')
    .where('id', '=', operationId)
    .executeTakeFirst();
  return row?.sealed == null ? undefined : vault.openValue(COLUMN, operationId, row.sealed);
}

/** What is kept of a refused line; before references were kept, the list of errors alone. */
export interface RefusedContent {
  readonly errors: readonly LineProblem[];
  readonly reference?: string;
}

export function sealProblems(
  key: Uint8Array,
  operationId: string,
  line: number,
  refused: RefusedContent,
): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const text = Buffer.from(JSON.stringify(refused));
  return Buffer.concat([nonce, encrypt(key, nonce, placeOf(operationId, line), text)]);
}

/** @throws {SealBrokenError} */
export function openProblems(
  key: Uint8Array,
  operationId: string,
  line: number,
  sealed: Uint8Array,
): RefusedContent {
  const place = placeOf(operationId, line);
  const text = decrypt(key, sealed.subarray(0, NONCE_BYTES), place, sealed.subarray(NONCE_BYTES));
  const content = JSON.parse(utf8Decode(text)) as RefusedContent | readonly LineProblem[];
  return 'errors' in content ? content : { errors: content };
}
