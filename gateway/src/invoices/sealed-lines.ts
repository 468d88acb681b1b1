/**
 * What an import keeps of a line of which there is no invoice: why it was refused, and its reference. The words name what
 * stood in the file (columns, members, names of files), so they are sealed: each line under a key of its operation, made
 * with the first such line and destroyed with the results.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';

import { utf8Decode, utf8Encode } from '@chopmark/core';
import { sql } from 'kysely';

import { decrypt, encrypt, KEY_BYTES, NONCE_BYTES } from '../keys/gcm.js';
import type { Vault } from '../keys/vault.js';
import type { Db } from '../store/database.js';
import type { LineProblem } from './invoice-desk.js';

const COLUMN = 'operation.sealed';

/** The line that something is sealed for: bytes that are moved to another one do not open. */
export interface LinePlace {
  readonly table: 'refused_line' | 'checked_line';
  readonly operationId: string;
  readonly line: number;
}

const placeOf = ({ table, operationId, line }: LinePlace): string => `${table}/${operationId}/${line}`;

/** The key of an operation; made when it has none. @param db Best the transaction that uses it. */
export async function linesKey(
  db: Db,
  vault: Pick<Vault, 'sealValue' | 'openValue'>,
  operationId: string,
): Promise<Uint8Array> {
  return (await knownLinesKey(db, vault, operationId)) ?? makeKey(db, vault, operationId);
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

/** @returns `undefined` when nothing is sealed, or nothing any more. */
export async function knownLinesKey(
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

function sealText(key: Uint8Array, place: LinePlace, text: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  return Buffer.concat([nonce, encrypt(key, nonce, placeOf(place), utf8Encode(text))]);
}

/** @throws {SealBrokenError} */
function openText(key: Uint8Array, place: LinePlace, sealed: Uint8Array): string {
  return utf8Decode(
    decrypt(key, sealed.subarray(0, NONCE_BYTES), placeOf(place), sealed.subarray(NONCE_BYTES)),
  );
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
  return sealText(key, { table: 'refused_line', operationId, line }, JSON.stringify(refused));
}

/** @throws {SealBrokenError} */
export function openProblems(
  key: Uint8Array,
  operationId: string,
  line: number,
  sealed: Uint8Array,
): RefusedContent {
  const text = openText(key, { table: 'refused_line', operationId, line }, sealed);
  const content = JSON.parse(text) as RefusedContent | readonly LineProblem[];
  return 'errors' in content ? content : { errors: content };
}

/** Of a good line of a dry run. */
export function sealReference(key: Uint8Array, operationId: string, line: number, reference: string): Buffer {
  return sealText(key, { table: 'checked_line', operationId, line }, reference);
}

/** @throws {SealBrokenError} */
export function openReference(
  key: Uint8Array,
  operationId: string,
  line: number,
  sealed: Uint8Array,
): string {
  return openText(key, { table: 'checked_line', operationId, line }, sealed);
}
