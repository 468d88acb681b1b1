/** Batches: documents in sequence under one root. */
import { concatBytes, uint64Bytes } from '../encoding/bytes.js';
import { utf8Encode } from '../encoding/utf8.js';
import { DocumentError } from '../errors/document-error.js';
import { assertHashBytes } from '../hash/hex-hash.js';
import type { Hash } from '../hash/suite.js';
import { leafHash, merkleTree, treeHead, type MerkleTree } from '../merkle/tree.js';

/** Entries of a batch at most. */
export const MAX_BATCH = 16_384;

const ENTRY = utf8Encode('chopmark/entry/1');

/**
 * Bytes of a leaf before the leaf hash: the sequence stands inside, so a place in the tree is a number.
 *
 * @throws {DocumentError} `MALFORMED_HASH` unless the hash is 32 bytes.
 */
export function entryLeaf(sequence: number, documentHash: Uint8Array): Uint8Array {
  assertHashBytes(documentHash);
  return concatBytes(ENTRY, uint64Bytes(sequence), documentHash);
}

/** @param first Sequence of the first entry. @throws {DocumentError} `MALFORMED_BATCH`, `MALFORMED_HASH` */
export function batchRoot(hash: Hash, first: number, documentHashes: readonly Uint8Array[]): Uint8Array {
  return treeHead(hash, entryLeafHashes(hash, first, documentHashes));
}

/** The batch's tree, for paths. @throws {DocumentError} `MALFORMED_BATCH`, `MALFORMED_HASH` */
export function batchTree(hash: Hash, first: number, documentHashes: readonly Uint8Array[]): MerkleTree {
  return merkleTree(hash, entryLeafHashes(hash, first, documentHashes));
}

function entryLeafHashes(hash: Hash, first: number, documentHashes: readonly Uint8Array[]): Uint8Array[] {
  const size = documentHashes.length;
  if (size < 1 || size > MAX_BATCH)
    throw new DocumentError('MALFORMED_BATCH', `a batch has 1 to ${MAX_BATCH} entries`);
  if (!Number.isSafeInteger(first) || first < 1 || !Number.isSafeInteger(first + (size - 1))) {
    throw new DocumentError('MALFORMED_BATCH', 'sequences go from 1 to 2^53 - 1');
  }
  return documentHashes.map((documentHash, at) => leafHash(hash, entryLeaf(first + at, documentHash)));
}
