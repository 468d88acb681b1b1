/** Inclusion proofs, RFC 9162 section 2.1.3. Numbers are safe integers: no bit operations of 32 bits. */
import { DocumentError } from '../errors/document-error.js';
import { HASH_BYTES } from '../hash/hex-hash.js';
import type { Hash } from '../hash/suite.js';
import { nodeHash } from './tree.js';

/**
 * Recomputes the head that a proof ends in. Compare it with the head that somebody vouches for,
 * together with the size: a path does not fix the size.
 *
 * @param leaf Leaf hash, 32 bytes.
 * @param index Zero-based place of the leaf, below `size`.
 * @param size Number of leaves in the tree, 1 to 2^53 - 1.
 * @param path Sibling hashes from the leaf upwards, 32 bytes each.
 * @throws {DocumentError} `MALFORMED_PROOF` when numbers, lengths and path cannot belong together.
 */
export function rootFromInclusion(
  hash: Hash,
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): Uint8Array {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) {
    throw malformed('index must be below the size of the tree');
  }
  if (leaf.length !== HASH_BYTES) throw malformed('leaf hash must be 32 bytes');
  let place = index;
  let last = size - 1;
  let node = leaf;
  for (const sibling of path) {
    if (sibling.length !== HASH_BYTES) throw malformed('each hash of a path must be 32 bytes');
    if (last === 0) throw malformed('path is too long');
    if (place % 2 === 1 || place === last) {
      node = nodeHash(hash, sibling, node);
      while (place % 2 === 0 && place !== 0) {
        place = half(place);
        last = half(last);
      }
    } else {
      node = nodeHash(hash, node, sibling);
    }
    place = half(place);
    last = half(last);
  }
  if (last !== 0) throw malformed('path is too short');
  return node;
}

function half(number: number): number {
  return Math.floor(number / 2);
}

function malformed(detail: string): DocumentError {
  return new DocumentError('MALFORMED_PROOF', detail);
}
