/**
 * One simulation: reads of committed state at one height, recorded with their versions, and writes that nobody sees
 * before they are committed, the transaction itself included (`txmgmt/txmgr/{query_executor,tx_simulator}.go`).
 */
import { ledger } from '@hyperledger/fabric-protos';
import type { KeyedValue, StateReader } from '../ledger/state-store.js';
import type { Version } from '../ledger/state-updates.js';
import { policyNeed, type PolicyNeed } from './policy-needs.js';
import { RangeReads, keyRead, setRangeReads } from './range-reads.js';
import { ReadWriteSet } from './read-write-set.js';

type RangeQueryInfo = ledger.rwset.kvrwset.RangeQueryInfo;

export type QueryRow = { readonly key: string; readonly value: Uint8Array };

/** An iterator that the chaincode may leave at any point. */
export interface QueryIterator<Row> {
  next(): Promise<Row | undefined>;
  /** Next key after the page; empty at the end. Paged ranges only. */
  bookmark(): Promise<string>;
  close(): Promise<void>;
}

export class Simulator {
  readonly #txId: string;
  readonly #state: StateReader & { close: () => Promise<void> };
  readonly #set = new ReadWriteSet();
  readonly #ranges: { namespace: string; iterator: RangeIterator }[] = [];
  #paged = false;
  #written = false;
  #closed = false;

  constructor(txId: string, state: StateReader & { close: () => Promise<void> }) {
    this.#txId = txId;
    this.#state = state;
  }

  /** The same height, without a record. */
  get state(): StateReader {
    return this.#state;
  }

  async getState(namespace: string, key: string): Promise<Uint8Array | undefined> {
    const found = await this.#state.get(namespace, key);
    this.#set.addRead(namespace, key, found?.version);
    return found?.value;
  }

  async getMetadata(namespace: string, key: string): Promise<Map<string, Uint8Array>> {
    const found = await this.#state.get(namespace, key);
    this.#set.addRead(namespace, key, found?.version);
    return metadataEntries(found?.metadata);
  }

  setState(namespace: string, key: string, value: Uint8Array | undefined): void {
    this.#assertWritable();
    this.#set.addWrite(namespace, key, value);
  }

  setMetadata(namespace: string, key: string, metadata: ReadonlyMap<string, Uint8Array>): void {
    this.#assertWritable();
    this.#set.addMetadataWrite(namespace, key, metadata);
  }

  #assertWritable(): void {
    if (this.#paged) {
      throw new Error(
        `txid [${this.#txId}]: unsuppored transaction. Transaction has already performed a paginated query. Writes are not allowed`,
      );
    }
    this.#written = true;
  }

  /** @param pageSize Results to give at most; 0 = all. */
  range(namespace: string, start: string, end: string, pageSize = 0): QueryIterator<QueryRow> {
    if (pageSize > 0) {
      if (this.#written) {
        throw new Error(
          `txid [${this.#txId}]: unsuppored transaction. Paginated queries are supported only in a read-only transaction`,
        );
      }
      this.#paged = true;
    }
    const iterator = new RangeIterator(this.#state.range(namespace, start, end), start, end, pageSize);
    this.#ranges.push({ namespace, iterator });
    return iterator;
  }

  /** Heights of the key's writes, newest first; no read is recorded. */
  history(namespace: string, key: string): AsyncIterable<Version> {
    return this.#state.history(namespace, key);
  }

  /** Bytes of the read-write set; ends the simulation's recording. */
  results(): Uint8Array {
    for (const { namespace, iterator } of this.#ranges) this.#set.addRange(namespace, iterator.info());
    return this.#set.serialize();
  }

  /** By namespace that was touched. @throws {Error} When a key that is written has a policy that cannot be read. */
  policyNeeds(): Promise<PolicyNeed[]> {
    return Promise.all(
      this.#set.namespaces.map(async (namespace) => {
        const metadata = await Promise.all(
          this.#set
            .writtenKeys(namespace)
            .map(async (key) => metadataEntries((await this.#state.get(namespace, key))?.metadata)),
        );
        return policyNeed(namespace, metadata);
      }),
    );
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all(this.#ranges.map(({ iterator }) => iterator.close()));
    await this.#state.close();
  }
}

class RangeIterator implements QueryIterator<QueryRow> {
  readonly #rows: AsyncIterator<KeyedValue>;
  readonly #reads = new RangeReads();
  readonly #query: RangeQueryInfo;
  readonly #end: string;
  readonly #pageSize: number;
  #given = 0;
  #closed = false;

  constructor(rows: AsyncIterable<KeyedValue>, start: string, end: string, pageSize: number) {
    this.#rows = rows[Symbol.asyncIterator]();
    this.#end = end;
    this.#pageSize = pageSize;
    this.#query = new ledger.rwset.kvrwset.RangeQueryInfo();
    this.#query.setStartKey(start);
  }

  /** Each step moves the recorded end to the key that was read: whether the caller goes on is not known. */
  async next(): Promise<QueryRow | undefined> {
    const beyondPage = this.#pageSize > 0 && this.#given >= this.#pageSize;
    const step = beyondPage ? undefined : await this.#rows.next();
    if (!step || step.done === true) {
      this.#query.setItrExhausted(true);
      this.#query.setEndKey(this.#end);
      return undefined;
    }
    this.#given += 1;
    this.#reads.add(keyRead(step.value.key, step.value.version));
    this.#query.setEndKey(step.value.key);
    return { key: step.value.key, value: step.value.value };
  }

  async bookmark(): Promise<string> {
    const step = await this.#rows.next();
    return step.done === true ? '' : step.value.key;
  }

  info(): RangeQueryInfo {
    setRangeReads(this.#query, this.#reads.summary());
    return this.#query;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#rows.return?.();
  }
}

/** Entries of a key's stored metadata by name. */
export function metadataEntries(stored: Uint8Array | undefined): Map<string, Uint8Array> {
  if (!stored) return new Map();
  const entries = ledger.rwset.kvrwset.KVMetadataWrite.deserializeBinary(stored).getEntriesList();
  return new Map(entries.map((entry) => [entry.getName(), entry.getValue_asU8()]));
}
