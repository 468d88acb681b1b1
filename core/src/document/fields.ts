/** A document as fields, each with its path, and back. */
import { setMember, type JsonObject, type JsonValue } from '../encoding/json-value.js';
import { toPointer } from '../encoding/json-pointer.js';
import { DocumentError } from '../errors/document-error.js';
import { MAX_REQUIRED_VALUES, walkLeaves } from './document-value.js';
import { isArrayNode, MAX_FIELDS, pathTree, type PathNode } from './path-tree.js';

export type Field = { readonly path: string; readonly value: JsonValue };

export interface FlatDocument {
  /** The required members, which go into the header. */
  readonly required: JsonObject;
  /** Everything else, ascending by path (UTF-16 code units). */
  readonly fields: readonly Field[];
}

/**
 * @param requiredMembers Top-level members that go into the header; all must be there.
 * @throws {DocumentError} `MALFORMED_DOCUMENT` with the place: a required member missing, null, a fraction,
 *   a key of digits only or `-`, too deep, more fields than a verifier reads.
 */
export function flatten(document: JsonObject, requiredMembers: readonly string[]): FlatDocument {
  const required: { [key: string]: JsonValue } = {};
  for (const name of requiredMembers) setMember(required, name, requiredMember(document, name));
  const fields: Field[] = [];
  const tokens: (string | number)[] = [];
  // the empty object as a whole has no path; its members are its fields
  for (const key of Object.keys(document)) {
    if (!requiredMembers.includes(key)) {
      const member = { [key]: document[key] };
      walkLeaves(member, tokens, (value) => fields.push({ path: toPointer(tokens), value }));
    }
  }
  if (fields.length > MAX_FIELDS)
    throw new DocumentError('MALFORMED_DOCUMENT', `at most ${MAX_FIELDS} fields`);
  fields.sort((a, b) => (a.path < b.path ? -1 : 1)); // strings compare by UTF-16 code unit
  return { required, fields };
}

function requiredMember(document: JsonObject, name: string): JsonValue {
  const value = Object.hasOwn(document, name) ? document[name] : undefined;
  if (value === undefined)
    throw new DocumentError('MALFORMED_DOCUMENT', `${name} is missing`, toPointer([name]));
  let values = 0;
  walkLeaves(value, [name], () => (values += 1));
  if (values > MAX_REQUIRED_VALUES)
    throw new DocumentError('MALFORMED_DOCUMENT', `at most ${MAX_REQUIRED_VALUES} values`, toPointer([name]));
  return value;
}

/** The document of these parts. @throws {DocumentError} `MALFORMED_PATHS` when the paths are not a path list. */
export function unflatten(required: JsonObject, fields: readonly Field[]): JsonObject {
  const tree = pathTree(fields.map(({ path }) => path));
  return buildDocument(required, tree, (place) => fields[place]?.value);
}

/**
 * Builds a document from its tree of paths.
 *
 * @param valueAt Value at a place of the path list; `undefined` for a hidden one, which is left out of an
 *   object and null in an array, where leaving it out would move the others.
 */
export function buildDocument(
  required: JsonObject,
  tree: ReadonlyMap<string, PathNode>,
  valueAt: (place: number) => JsonValue | undefined,
): JsonObject {
  const document: { [key: string]: JsonValue } = {};
  for (const name of Object.keys(required)) setMember(document, name, required[name] ?? null);
  addMembers(document, tree, valueAt);
  return document;
}

function addMembers(
  target: { [key: string]: JsonValue },
  node: ReadonlyMap<string, PathNode>,
  valueAt: (place: number) => JsonValue | undefined,
): void {
  for (const [token, child] of node) {
    const value = build(child, valueAt);
    if (value !== undefined) setMember(target, token, value);
  }
}

function build(node: PathNode, valueAt: (place: number) => JsonValue | undefined): JsonValue | undefined {
  if (typeof node === 'number') return valueAt(node);
  if (isArrayNode(node)) return Array.from({ length: node.size }, (_, index) => itemAt(node, index, valueAt));
  const members: { [key: string]: JsonValue } = {};
  addMembers(members, node, valueAt);
  return members;
}

function itemAt(
  node: ReadonlyMap<string, PathNode>,
  index: number,
  valueAt: (place: number) => JsonValue | undefined,
): JsonValue {
  const child = node.get(String(index));
  return (child === undefined ? undefined : build(child, valueAt)) ?? null;
}

/**
 * @param pointer Place of the list, for errors.
 * @throws {DocumentError} `MALFORMED_PATHS` unless it is an array of paths as `flatten` makes them.
 */
export function parsePathList(value: unknown, pointer = ''): string[] {
  if (!Array.isArray(value)) throw new DocumentError('MALFORMED_PATHS', 'must be an array', pointer);
  const paths = value.map((path: unknown, place) => {
    if (typeof path === 'string') return path;
    throw new DocumentError('MALFORMED_PATHS', 'a path is text', `${pointer}/${place}`);
  });
  pathTree(paths, pointer);
  return paths;
}
