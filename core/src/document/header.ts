/** The header of a document: its place among the others, and the members that are always shown. */
import { fromBase64Url } from '../encoding/base64.js';
import { isJsonObject, type JsonObject } from '../encoding/json-value.js';
import { Members } from '../encoding/members.js';
import { DocumentError } from '../errors/document-error.js';
import { parseHexHash, type HexHash } from '../hash/hex-hash.js';
import { SUITE_NAMES, type SuiteName } from '../hash/suite.js';
import { MAX_REQUIRED_VALUES, walkLeaves } from './document-value.js';
import { SALT_BYTES } from './salt.js';

export type DocumentHeader = {
  readonly kind: string;
  readonly namespace: string;
  /** SHA-256 of the genesis block's header, whatever the suite. */
  readonly network: HexHash;
  /** The kind's required members. */
  readonly required: JsonObject;
  /** Salt of `#header`: 16 bytes, base64url. */
  readonly salt: string;
  /** Version of the kind's schema, from 1. */
  readonly schema: number;
  /** Place in the series, from 1. */
  readonly sequence: number;
  readonly series: string;
  readonly suite: SuiteName;
};

/** Name of a series: part of keys on the ledger and of every header. */
export const SERIES_NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** Name of a kind or namespace. */
export const SHORT_NAME = /^[A-Za-z][A-Za-z0-9-]{0,39}$/;

const NAMES = ['kind', 'namespace', 'network', 'required', 'salt', 'schema', 'sequence', 'series', 'suite'];

/**
 * Reads the form only: whether kind, schema and required members are known is the verifier's question.
 *
 * @param pointer Place of the header, for errors.
 * @throws {DocumentError} `MALFORMED_HEADER`
 */
export function parseHeader(value: unknown, pointer = ''): DocumentHeader {
  const members = new Members(value, NAMES, 'MALFORMED_HEADER', pointer);
  const required = members.value('required');
  if (!isJsonObject(required)) throw members.error('required', 'not an object');
  try {
    let values = 0;
    for (const name of Object.keys(required)) walkLeaves(required[name], [name], () => (values += 1));
    if (values > MAX_REQUIRED_VALUES)
      throw members.error('required', `at most ${MAX_REQUIRED_VALUES} values`);
    const salt = members.text('salt');
    parseSalt(salt);
    return {
      kind: members.text('kind', SHORT_NAME),
      namespace: members.text('namespace', SHORT_NAME),
      network: parseHexHash(members.value('network')),
      required,
      salt,
      schema: members.integer('schema', 1),
      sequence: members.integer('sequence', 1),
      series: members.text('series', SERIES_NAME),
      suite: members.choice('suite', SUITE_NAMES),
    };
  } catch (cause) {
    if (!(cause instanceof DocumentError) || cause.code === 'MALFORMED_HEADER') throw cause;
    throw new DocumentError('MALFORMED_HEADER', cause.message, pointer, { cause });
  }
}

/** @throws {DocumentError} `MALFORMED_BASE64`, `MALFORMED_FIELD` unless it is 16 bytes in base64url. */
export function parseSalt(text: string): Uint8Array {
  const salt = fromBase64Url(text);
  if (salt.length !== SALT_BYTES)
    throw new DocumentError('MALFORMED_FIELD', `salt must be ${SALT_BYTES} bytes`);
  return salt;
}
