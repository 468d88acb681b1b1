/**
 * Leaves of a document's tree, as text whose UTF-8 is hashed. The text is put together by hand because millions of
 * documents are sealed; a test compares it with `canonicalJson` of the same array.
 *
 * @module
 */
import { canonicalJson, quoteJson } from '../encoding/canonical-json.js';
import type { JsonValue } from '../encoding/json-value.js';
import { utf8Encode } from '../encoding/utf8.js';
import { hexHashOf } from '../hash/hex-hash.js';
import type { Hash } from '../hash/suite.js';
import { textLeafHash, treeHead } from '../merkle/tree.js';
import type { DocumentHeader } from './header.js';

/** Suite hash of the canonical path list. */
export function pathsHash(hash: Hash, paths: readonly string[]): string {
  return hexHashOf(hash(utf8Encode(`[${paths.map(quoteJson).join(',')}]`)));
}

/** Leaf 0: everything about the document that is always shown. */
export function headerLeaf(hash: Hash, header: DocumentHeader, paths: readonly string[]): string {
  const { suite, network, namespace, kind, schema, series, sequence, required, salt } = header;
  const start = ['chopmark/document/1', suite, network, namespace, kind, schema, series, sequence];
  return canonicalJson([...start, required, pathsHash(hash, paths), salt]);
}

/** @param salt Base64url, which needs no escapes. */
export function fieldLeaf(path: string, value: JsonValue, salt: string): string {
  return `["chopmark/field/1",${quoteJson(path)},${canonicalJson(value)},"${salt}"]`;
}

export function fieldLeafHash(hash: Hash, path: string, value: JsonValue, salt: string): Uint8Array {
  return textLeafHash(hash, fieldLeaf(path, value, salt));
}

/**
 * The document hash: tree head over the header's leaf and the fields' leaf hashes.
 *
 * @param fieldLeafHashes One for each path, in their order.
 */
export function documentHash(
  hash: Hash,
  header: DocumentHeader,
  paths: readonly string[],
  fieldLeafHashes: readonly Uint8Array[],
): Uint8Array {
  return treeHead(hash, [textLeafHash(hash, headerLeaf(hash, header, paths)), ...fieldLeafHashes]);
}
