/**
 * Merkle trees of RFC 9162 section 2.1: leaves and nodes are hashed with different first bytes, so
 * that no node passes as a leaf, and pairs keep their order.
 *
 * @module
 */
import { ByteWriter } from '../encoding/byte-writer.js';
import type { Hash } from '../hash/suite.js';

const LEAF = new ByteWriter(new Uint8Array([0]));
const NODE = new ByteWriter(new Uint8Array([1]));

/** H(0x00 ‖ data). */
export function leafHash(hash: Hash, data: Uint8Array): Uint8Array {
  return hash(LEAF.restart().bytes(data).message());
}

/** H(0x00 ‖ UTF-8 of the text). @throws {DocumentError} `LONE_SURROGATE` */
export function textLeafHash(hash: Hash, text: string): Uint8Array {
  return hash(LEAF.restart().text(text).message());
}

/** H(0x01 ‖ left ‖ right). */
export function nodeHash(hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array {
  return hash(NODE.restart().bytes(left).bytes(right).message());
}

/** Tree head over leaf hashes; of none the hash of nothing. */
export function treeHead(hash: Hash, leafHashes: readonly Uint8Array[]): Uint8Array {
  let level = leafHashes;
  while (level.length > 1) level = parentsOf(hash, level);
  return level[0] ?? hash(new Uint8Array(0));
}

/** A tree that keeps its levels: each path costs as many steps as the tree is high. */
export interface MerkleTree {
  readonly head: Uint8Array;
  readonly size: number;
  /**
   * Sibling hashes from the leaf upwards.
   *
   * @param index Zero-based place of the leaf.
   * @throws {RangeError} When the tree has no such leaf.
   */
  inclusionPath(index: number): Uint8Array[];
}

export function merkleTree(hash: Hash, leafHashes: readonly Uint8Array[]): MerkleTree {
  const levels: (readonly Uint8Array[])[] = [[...leafHashes]];
  for (let level = leafHashes; level.length > 1;) {
    level = parentsOf(hash, level);
    levels.push(level);
  }
  return {
    head: levels.at(-1)?.[0] ?? hash(new Uint8Array(0)),
    size: leafHashes.length,
    inclusionPath: (index) => pathIn(levels, leafHashes.length, index),
  };
}

/** Path of one leaf; for many of one tree keep a `merkleTree`. @throws {RangeError} */
export function inclusionPath(hash: Hash, leafHashes: readonly Uint8Array[], index: number): Uint8Array[] {
  return merkleTree(hash, leafHashes).inclusionPath(index);
}

/**
 * One level up: the last of an odd number moves up as it is. That is the tree of the standard, which
 * splits at the largest power of two below the size.
 */
export function parentsOf(hash: Hash, level: readonly Uint8Array[]): Uint8Array[] {
  const parents: Uint8Array[] = [];
  let left: Uint8Array | undefined;
  for (const node of level) {
    if (left === undefined) {
      left = node;
    } else {
      parents.push(nodeHash(hash, left, node));
      left = undefined;
    }
  }
  if (left !== undefined) parents.push(left);
  return parents;
}

function pathIn(levels: readonly (readonly Uint8Array[])[], size: number, index: number): Uint8Array[] {
  if (!Number.isInteger(index) || index < 0 || index >= size)
    throw new RangeError(`no leaf ${index} among ${size}`);
  const path: Uint8Array[] = [];
  let place = index;
  for (const level of levels) {
    const sibling = level[place % 2 === 0 ? place + 1 : place - 1];
    if (sibling !== undefined) path.push(sibling);
    place = Math.floor(place / 2);
  }
  return path;
}
