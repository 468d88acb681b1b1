/**
 * Path lists as trees. A list is good when exactly one shape of document has it: every path is the
 * place of a value without members, an array's places are 0, 1, 2 …, and an object's keys are no
 * numbers.
 *
 * @module
 */
import { fromPointer } from '../encoding/json-pointer.js';
import { DocumentError } from '../errors/document-error.js';
import { isAmbiguousKey, MAX_DOCUMENT_DEPTH } from './document-value.js';

/** Fields of a document at most: an invoice of 2,000 lines has 20,000. */
export const MAX_FIELDS = 50_000;
/** Tokens of all paths together, which is what a tree of them costs. */
const MAX_TOKENS = 8 * MAX_FIELDS;

/** A container by its children's tokens, or the place in the path list of a value. */
export type PathNode = Map<string, PathNode> | number;

/**
 * @param paths Paths, strictly ascending by UTF-16 code unit.
 * @param pointer Place of the list, for errors.
 * @throws {DocumentError} `MALFORMED_PATHS`
 */
export function pathTree(paths: readonly string[], pointer = ''): Map<string, PathNode> {
  if (paths.length > MAX_FIELDS) throw malformed(`at most ${MAX_FIELDS} fields`, pointer);
  if (tokensOf(paths) > MAX_TOKENS) throw malformed(`at most ${MAX_TOKENS} levels in all`, pointer);
  const root = new Map<string, PathNode>();
  paths.forEach((path, place) => {
    const fault =
      paths[place - 1] !== undefined && path <= (paths[place - 1] ?? '')
        ? 'paths must ascend'
        : insert(root, path, place);
    if (fault !== undefined) throw malformed(fault, `${pointer}/${place}`);
  });
  if (isArrayNode(root)) throw malformed('a document is an object', pointer);
  assertArrays(root, pointer);
  return root;
}

function tokensOf(paths: readonly string[]): number {
  let tokens = 0;
  for (const path of paths)
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) tokens += 1;
  return tokens;
}

/** True for a container whose children are places of an array; an object has no such keys. */
export function isArrayNode(node: ReadonlyMap<string, PathNode>): boolean {
  for (const token of node.keys()) return isAmbiguousKey(token);
  return false;
}

/** @returns What is wrong with the path, if anything. */
function insert(root: Map<string, PathNode>, path: string, place: number): string | undefined {
  const tokens = fromPointer(path);
  const last = tokens?.pop();
  if (tokens === undefined || last === undefined) return 'must be a JSON pointer to a member';
  if (tokens.length >= MAX_DOCUMENT_DEPTH) return `at most ${MAX_DOCUMENT_DEPTH} levels`;
  let node = root;
  for (const token of tokens) {
    let child = node.get(token);
    if (child === undefined) node.set(token, (child = new Map<string, PathNode>()));
    if (typeof child === 'number') return 'no path may begin with another';
    node = child;
  }
  if (node.has(last)) return 'no path may begin with another';
  node.set(last, place);
  return undefined;
}

function assertArrays(node: ReadonlyMap<string, PathNode>, pointer: string): void {
  const array = isArrayNode(node);
  for (const [token, child] of node) {
    if (isAmbiguousKey(token) !== array) throw malformed('numbers and names beside each other', pointer);
    // as many children as places: each is below the number of children exactly when there is no gap
    if (array && !isPlaceBelow(node.size, token))
      throw malformed('places of an array must be 0, 1, 2 without gaps', pointer);
    if (typeof child !== 'number') assertArrays(child, pointer);
  }
}

function isPlaceBelow(size: number, token: string): boolean {
  return String(Number(token)) === token && Number(token) < size;
}

function malformed(detail: string, pointer: string): DocumentError {
  return new DocumentError('MALFORMED_PATHS', detail, pointer);
}
