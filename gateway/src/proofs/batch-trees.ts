/** Trees of the batches asked about last: a path of a kept one costs nothing. */
import { batchTree, type MerkleTree, requireSuite } from '@chopmark/core';

import { splitEntries } from '../pipeline/seal.js';
import { batchEntries } from '../store/batches.js';
import type { Db } from '../store/database.js';
import { suites } from './node-crypto.js';

/** A tree of 16,384 entries takes about 3 MB. */
const KEPT = 8;

export class BatchTrees {
  readonly #db: Db;
  readonly #kept = new Map<number, Promise<MerkleTree>>();

  constructor(db: Db) {
    this.#db = db;
  }

  of(batchId: number, first: number, suite: string): Promise<MerkleTree> {
    const tree = this.#kept.get(batchId) ?? this.#build(batchId, first, suite);
    this.#kept.delete(batchId);
    this.#kept.set(batchId, tree);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
    return tree;
  }

  async #build(batchId: number, first: number, suite: string): Promise<MerkleTree> {
    try {
      return batchTree(
        requireSuite(suites, suite).hash,
        first,
        splitEntries(await batchEntries(this.#db, batchId)),
      );
    } catch (error) {
      this.#kept.delete(batchId);
      throw error;
    }
  }
}
