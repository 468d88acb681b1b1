/**
 * Disclosure: a document as it is handed on, each field shown with its salt or hidden behind its
 * leaf hash. Header and path list are always shown.
 *
 * @module
 */
import { fromHex, toHex } from '../encoding/hex.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../encoding/json-value.js';
import { fromPointer } from '../encoding/json-pointer.js';
import { Members } from '../encoding/members.js';
import { DocumentError } from '../errors/document-error.js';
import { parseHexHash, type HexHash } from '../hash/hex-hash.js';
import type { Suite } from '../hash/suite.js';
import { buildDocument, parsePathList } from './fields.js';
import { parseHeader, parseSalt, type DocumentHeader } from './header.js';
import { documentHash, fieldLeafHash } from './leaves.js';
import { pathTree } from './path-tree.js';
import type { SealedDocument, ShownField } from './sealed-document.js';

/** A field of which only the leaf hash is shown. */
export type HiddenField = { readonly leaf: HexHash };

export type DisclosedDocument = {
  readonly header: DocumentHeader;
  readonly paths: readonly string[];
  /** One for each path, in their order. */
  readonly fields: readonly (ShownField | HiddenField)[];
};

export function isHidden(field: ShownField | HiddenField): field is HiddenField {
  return 'leaf' in field;
}

/**
 * @param hiddenPaths Paths of the list to hide, or `none`.
 * @throws {DocumentError} `MALFORMED_PATHS` for a path that the document does not have: a slip in it would show
 *   what was to be hidden.
 */
export function disclose(sealed: SealedDocument, hiddenPaths: Iterable<string> | 'none'): DisclosedDocument {
  const hidden = new Set(hiddenPaths === 'none' ? [] : hiddenPaths);
  const fields = sealed.fields.map((field, place): ShownField | HiddenField => {
    const leaf = sealed.leafHashes[place];
    return leaf !== undefined && hidden.delete(sealed.paths[place] ?? '')
      ? { leaf: parseHexHash(toHex(leaf)) }
      : field;
  });
  for (const path of hidden)
    throw new DocumentError('MALFORMED_PATHS', 'the document has no such path', path);
  return { header: sealed.header, paths: sealed.paths, fields };
}

/**
 * @param pointer Place of the document, for errors.
 * @throws {DocumentError} `MALFORMED_FIELD`, `MALFORMED_HEADER`, `MALFORMED_PATHS`
 */
export function parseDisclosedDocument(value: unknown, pointer = ''): DisclosedDocument {
  const members = new Members(value, ['header', 'paths', 'fields'], 'MALFORMED_FIELD', pointer);
  const header = parseHeader(members.value('header'), `${pointer}/header`);
  const paths = parsePathList(members.value('paths'), `${pointer}/paths`);
  assertApart(header, paths, `${pointer}/paths`);
  const fields = members.value('fields');
  if (!Array.isArray(fields) || fields.length !== paths.length)
    throw members.error('fields', 'one for each path');
  return {
    header,
    paths,
    fields: fields.map((field, place) => parseField(field, `${pointer}/fields/${place}`)),
  };
}

/** A required member stands in the header only: else it could be shown twice with two values. */
function assertApart({ required }: DocumentHeader, paths: readonly string[], pointer: string): void {
  paths.forEach((path, place) => {
    if (Object.hasOwn(required, fromPointer(path)?.[0] ?? '')) {
      throw new DocumentError('MALFORMED_PATHS', 'a required member is no field', `${pointer}/${place}`);
    }
  });
}

function parseField(value: unknown, pointer: string): ShownField | HiddenField {
  if (isJsonObject(value) && Object.hasOwn(value, 'leaf')) {
    const hidden = new Members(value, ['leaf'], 'MALFORMED_FIELD', pointer);
    return { leaf: hidden.text('leaf', /^[0-9a-f]{64}$/) as HexHash };
  }
  const members = new Members(value, ['value', 'salt'], 'MALFORMED_FIELD', pointer);
  const salt = members.text('salt');
  try {
    parseSalt(salt);
  } catch (cause) {
    throw new DocumentError('MALFORMED_FIELD', 'salt must be 16 bytes in base64url', `${pointer}/salt`, {
      cause,
    });
  }
  return { value: parseFieldValue(members.value('value'), `${pointer}/value`), salt };
}

/** A field's value has no members of its own: else its members would have paths. */
function parseFieldValue(value: unknown, pointer: string): JsonValue {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  if (isJsonObject(value) && Object.keys(value).length === 0) return {};
  if (Array.isArray(value) && value.length === 0) return [];
  throw new DocumentError('MALFORMED_FIELD', 'must be text, true, false, a whole number, {} or []', pointer);
}

/**
 * Recomputes the document hash from what is shown and the leaf hashes of what is not.
 *
 * @throws {DocumentError} `UNKNOWN_SUITE` when the suite is not the header's.
 */
export function hashOfDisclosed(suite: Suite, { header, paths, fields }: DisclosedDocument): Uint8Array {
  if (suite.name !== header.suite)
    throw new DocumentError('UNKNOWN_SUITE', `the document needs suite ${header.suite}`);
  const leaves = fields.map((field, place) =>
    isHidden(field)
      ? fromHex(field.leaf)
      : fieldLeafHash(suite.hash, paths[place] ?? '', field.value, field.salt),
  );
  return documentHash(suite.hash, header, paths, leaves);
}

/**
 * The document as far as it is shown: hidden members are absent, hidden places of an array null.
 *
 * @throws {DocumentError} `MALFORMED_PATHS`
 */
export function valuesOfDisclosed({ header, paths, fields }: DisclosedDocument): JsonObject {
  return buildDocument(header.required, pathTree(paths), (place) => {
    const field = fields[place];
    return field === undefined || isHidden(field) ? undefined : field.value;
  });
}
