/** Consistency proofs, RFC 9162 section 2.1.4: the first tree is the beginning of the second. */
import { equalBytes } from '../encoding/bytes.js';
import { HASH_BYTES } from '../hash/hex-hash.js';
import type { Hash } from '../hash/suite.js';
import { nodeHash, treeHead } from './tree.js';

/**
 * @param leafHashes Leaves of the second tree.
 * @param first Size of the first tree, 1 to their number.
 * @throws {RangeError} When there is no such first tree.
 */
export function consistencyProof(hash: Hash, leafHashes: readonly Uint8Array[], first: number): Uint8Array[] {
  if (!Number.isInteger(first) || first < 1 || first > leafHashes.length) {
    throw new RangeError(`no first tree of ${first} among ${leafHashes.length}`);
  }
  return subproof(hash, leafHashes, first, true);
}

/** SUBPROOF of the standard; `whole` says that the first tree's head is known to the reader. */
function subproof(hash: Hash, leaves: readonly Uint8Array[], first: number, whole: boolean): Uint8Array[] {
  if (first === leaves.length) return whole ? [] : [treeHead(hash, leaves)];
  const split = splitOf(leaves.length);
  const left = leaves.slice(0, split);
  const right = leaves.slice(split);
  return first <= split
    ? [...subproof(hash, left, first, whole), treeHead(hash, right)]
    : [...subproof(hash, right, first - split, false), treeHead(hash, left)];
}

/** Largest power of two below the size. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/**
 * @param first Size of the first tree, 1 to `second`.
 * @returns True when the proof shows both heads; false for every other input, malformed ones included.
 */
export function verifyConsistency(
  hash: Hash,
  first: number,
  second: number,
  firstRoot: Uint8Array,
  secondRoot: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(second) || first < 1 || first > second)
    return false;
  if ([firstRoot, secondRoot, ...proof].some((node) => node.length !== HASH_BYTES)) return false;
  if (first === second) return proof.length === 0 && equalBytes(firstRoot, secondRoot);
  const roots = rootsFromProof(hash, first, second, isPowerOfTwo(first) ? [firstRoot, ...proof] : proof);
  return roots !== undefined && equalBytes(roots.first, firstRoot) && equalBytes(roots.second, secondRoot);
}

/** Steps 4 to 6 of section 2.1.4.2; `undefined` when the path has another length than the sizes need. */
function rootsFromProof(
  hash: Hash,
  firstSize: number,
  secondSize: number,
  path: readonly Uint8Array[],
): { first: Uint8Array; second: Uint8Array } | undefined {
  let place = firstSize - 1;
  let last = secondSize - 1;
  while (place % 2 === 1) {
    place = half(place);
    last = half(last);
  }
  const [start, ...rest] = path;
  if (start === undefined) return undefined;
  let first = start;
  let second = start;
  for (const node of rest) {
    if (last === 0) return undefined;
    if (place % 2 === 1 || place === last) {
      first = nodeHash(hash, node, first);
      second = nodeHash(hash, node, second);
      while (place % 2 === 0 && place !== 0) {
        place = half(place);
        last = half(last);
      }
    } else {
      second = nodeHash(hash, second, node);
    }
    place = half(place);
    last = half(last);
  }
  return last === 0 ? { first, second } : undefined;
}

function isPowerOfTwo(size: number): boolean {
  let power = 1;
  while (power < size) power *= 2;
  return power === size;
}

function half(number: number): number {
  return Math.floor(number / 2);
}
