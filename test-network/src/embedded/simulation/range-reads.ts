/**
 * What a transaction read by iterating (`rwsetutil/query_results_helper.go`): up to 50 results as they are, more as a
 * Merkle summary, so that the committer can tell whether the range still gives the same.
 */
import { ledger } from '@hyperledger/fabric-protos';
import type { Version } from '../ledger/state-updates.js';
import { sha256 } from '../wire/bytes.js';

const { kvrwset } = ledger.rwset;
type KVRead = ledger.rwset.kvrwset.KVRead;

export const MAX_DEGREE = 50;

export function keyRead(key: string, version: Version | undefined): KVRead {
  const read = new kvrwset.KVRead();
  read.setKey(key);
  if (version) {
    const message = new kvrwset.Version();
    message.setBlockNum(version.block);
    message.setTxNum(version.position);
    read.setVersion(message);
  }
  return read;
}

export type RangeSummary = {
  readonly reads: readonly KVRead[];
  /** Present as soon as there were more than `maxDegree` results; `reads` is empty then. */
  readonly merkle: { readonly maxLevel: number; readonly hashes: readonly Buffer[] } | undefined;
};

/** Collects results in order. Every `maxDegree + 1` of a level become one hash of the next. */
export class RangeReads {
  readonly #maxDegree: number;
  #pending: KVRead[] = [];
  /** Hashes of level 1 and up; level 1 stands at place 0. */
  readonly #levels: Buffer[][] = [[]];
  #hashing = false;

  constructor(maxDegree = MAX_DEGREE) {
    this.#maxDegree = maxDegree;
  }

  add(read: KVRead): void {
    this.#pending.push(read);
    if (this.#pending.length > this.#maxDegree) this.#hashPending();
  }

  summary(): RangeSummary {
    if (!this.#hashing) return { reads: this.#pending, merkle: undefined };
    if (this.#pending.length > 0) this.#hashPending();
    this.#combineRemainders();
    return { reads: [], merkle: { maxLevel: this.#levels.length, hashes: this.#levels.at(-1) ?? [] } };
  }

  #hashPending(): void {
    const reads = new kvrwset.QueryReads();
    reads.setKvReadsList(this.#pending);
    this.#pending = [];
    this.#hashing = true;
    this.#push(0, sha256(reads.serializeBinary()));
  }

  #push(place: number, hash: Buffer): void {
    const level = this.#levels[place] ?? [];
    this.#levels[place] = level;
    level.push(hash);
    if (level.length <= this.#maxDegree) return;
    this.#levels[place] = [];
    this.#push(place + 1, sha256(...level));
  }

  /** At the end what is left over on lower levels moves up, a single hash as it is. */
  #combineRemainders(): void {
    for (let place = 0; place < this.#levels.length - 1; place += 1) {
      const level = this.#levels[place] ?? [];
      const [only] = level;
      if (!only) continue;
      this.#levels[place] = [];
      const hash = level.length === 1 ? only : sha256(...level);
      this.#levels[place + 1] = [...(this.#levels[place + 1] ?? []), hash];
    }
    const top = this.#levels.at(-1) ?? [];
    if (top.length > this.#maxDegree) this.#levels.push([sha256(...top)]);
  }
}

/** Puts the summary into a range query of a read set. */
export function setRangeReads(
  query: ledger.rwset.kvrwset.RangeQueryInfo,
  { reads, merkle }: RangeSummary,
  maxDegree = MAX_DEGREE,
): void {
  if (merkle) {
    const summary = new kvrwset.QueryReadsMerkleSummary();
    summary.setMaxDegree(maxDegree);
    summary.setMaxLevel(merkle.maxLevel);
    summary.setMaxLevelHashesList([...merkle.hashes]);
    query.setReadsMerkleHashes(summary);
  } else if (reads.length > 0) {
    const raw = new kvrwset.QueryReads();
    raw.setKvReadsList([...reads]);
    query.setRawReads(raw);
  }
}
