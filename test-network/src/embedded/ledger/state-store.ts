/**
 * World state and indexes in LevelDB: everything here can be made again from the blocks, so it is written without
 * fsync; the savepoint says which block it stands at. One batch per block: state and indexes move together.
 * Keys stand in `state-keys.ts`; `p` is the savepoint.
 */
import { rm } from 'node:fs/promises';
import { ClassicLevel } from 'classic-level';
import { uint32, uint64 } from '../wire/bytes.js';
import type { BlockPlace } from './block-store.js';
import {
  blockKey,
  hashKey,
  historyKey,
  historyPrefix,
  namespaceEnd,
  namespacePrefix,
  stateKey,
  transactionKey,
} from './state-keys.js';
import type { StateUpdates, Version } from './state-updates.js';
import { decodeValue, encodeValue, type VersionedValue } from './versioned-value.js';

export type KeyedValue = VersionedValue & { readonly key: string };

export type TransactionPlace = Version & { readonly code: number };

/** What one block adds besides its state. */
export type BlockIndex = {
  readonly number: number;
  readonly place: BlockPlace;
  readonly headerHash: Uint8Array;
  /** Ids in order of position; a later one of the same id is not indexed. */
  readonly transactions: readonly {
    readonly txId: string;
    readonly position: number;
    readonly code: number;
  }[];
  /** Keys written by valid transactions, each with its position. */
  readonly history: readonly {
    readonly namespace: string;
    readonly key: string;
    readonly position: number;
  }[];
};

/** Reads at one height: a snapshot, or the newest state. */
export interface StateReader {
  get(namespace: string, key: string): Promise<VersionedValue | undefined>;
  /** Start inclusive, end exclusive, in order of the keys' bytes; an empty end is the end of the namespace. */
  range(namespace: string, start: string, end: string): AsyncIterable<KeyedValue>;
  /** Heights at which valid transactions wrote the key, newest first. */
  history(namespace: string, key: string): AsyncIterable<Version>;
}

type Level = ClassicLevel<Buffer, Buffer>;
type Snapshot = ReturnType<Level['snapshot']>;

const SAVEPOINT = Buffer.from('p');

export class StateStore implements StateReader {
  readonly #db: Level;

  private constructor(db: Level) {
    this.#db = db;
  }

  static async open(folder: string): Promise<StateStore> {
    const db: Level = new ClassicLevel<Buffer, Buffer>(folder, {
      keyEncoding: 'buffer',
      valueEncoding: 'buffer',
    });
    try {
      await db.open();
    } catch (error) {
      if (!isDamaged(error)) throw error;
      // Nothing here is an original: an empty store is filled again from the blocks.
      await rm(folder, { recursive: true, force: true });
      await db.open();
    }
    return new StateStore(db);
  }

  async close(): Promise<void> {
    await this.#db.close();
  }

  /** Number of the last block that the state stands at; `undefined` before the first. */
  async savepoint(): Promise<number | undefined> {
    const bytes = await this.#db.get(SAVEPOINT);
    return bytes ? Number(bytes.readBigUInt64BE(0)) : undefined;
  }

  async apply(index: BlockIndex, updates: StateUpdates): Promise<void> {
    const batch = this.#db.batch();
    for (const [namespace, entries] of updates.namespaces) {
      for (const [key, update] of entries) {
        if (update.value === undefined) batch.del(stateKey(namespace, key));
        else batch.put(stateKey(namespace, key), encodeValue({ ...update, value: update.value }));
      }
    }
    for (const { namespace, key, position } of index.history) {
      batch.put(historyKey(namespace, key, { block: index.number, position }), Buffer.alloc(0));
    }
    for (const { txId, position, code } of await this.#firstOccurrences(index)) {
      batch.put(
        transactionKey(txId),
        Buffer.concat([uint64(index.number), uint32(position), Buffer.from([code])]),
      );
    }
    batch.put(
      blockKey(index.number),
      Buffer.concat([uint64(index.place.offset), uint32(index.place.length)]),
    );
    batch.put(hashKey(index.headerHash), uint64(index.number));
    batch.put(SAVEPOINT, uint64(index.number));
    await batch.write();
  }

  async #firstOccurrences(index: BlockIndex): Promise<BlockIndex['transactions']> {
    const seen = new Set<string>();
    const first: BlockIndex['transactions'][number][] = [];
    for (const entry of index.transactions) {
      if (entry.txId === '' || seen.has(entry.txId) || (await this.transaction(entry.txId))) continue;
      seen.add(entry.txId);
      first.push(entry);
    }
    return first;
  }

  async transaction(txId: string): Promise<TransactionPlace | undefined> {
    const bytes = await this.#db.get(transactionKey(txId));
    if (!bytes) return undefined;
    return {
      block: Number(bytes.readBigUInt64BE(0)),
      position: bytes.readUInt32BE(8),
      code: bytes.readUInt8(12),
    };
  }

  async blockPlace(number: number): Promise<BlockPlace | undefined> {
    const bytes = await this.#db.get(blockKey(number));
    return bytes ? { offset: Number(bytes.readBigUInt64BE(0)), length: bytes.readUInt32BE(8) } : undefined;
  }

  async blockNumber(headerHash: Uint8Array): Promise<number | undefined> {
    const bytes = await this.#db.get(hashKey(headerHash));
    return bytes ? Number(bytes.readBigUInt64BE(0)) : undefined;
  }

  get(namespace: string, key: string): Promise<VersionedValue | undefined> {
    return read(this.#db, undefined, namespace, key);
  }

  range(namespace: string, start: string, end: string): AsyncIterable<KeyedValue> {
    return scan(this.#db, undefined, namespace, start, end);
  }

  history(namespace: string, key: string): AsyncIterable<Version> {
    return scanHistory(this.#db, undefined, namespace, key);
  }

  /** The state as it is now, unmoved by later blocks; close it. */
  snapshot(): StateReader & { close: () => Promise<void> } {
    const snapshot = this.#db.snapshot();
    return {
      get: (namespace, key) => read(this.#db, snapshot, namespace, key),
      range: (namespace, start, end) => scan(this.#db, snapshot, namespace, start, end),
      history: (namespace, key) => scanHistory(this.#db, snapshot, namespace, key),
      close: () => snapshot.close(),
    };
  }
}

/** As opposed to a database that another process holds, or a disk that fails. */
function isDamaged(error: unknown): boolean {
  const cause = (error as { cause?: { code?: unknown } }).cause;
  return cause?.code === 'LEVEL_CORRUPTION';
}

async function read(
  db: Level,
  snapshot: Snapshot | undefined,
  namespace: string,
  key: string,
): Promise<VersionedValue | undefined> {
  const bytes = await db.get(stateKey(namespace, key), { snapshot });
  return bytes ? decodeValue(bytes) : undefined;
}

async function* scan(
  db: Level,
  snapshot: Snapshot | undefined,
  namespace: string,
  start: string,
  end: string,
): AsyncGenerator<KeyedValue> {
  const prefix = namespacePrefix(namespace);
  const range = {
    gte: Buffer.concat([prefix, Buffer.from(start)]),
    lt: end === '' ? namespaceEnd(namespace) : Buffer.concat([prefix, Buffer.from(end)]),
  };
  for await (const [key, value] of db.iterator({ ...range, snapshot })) {
    yield { key: key.subarray(prefix.length).toString(), ...decodeValue(value) };
  }
}

async function* scanHistory(
  db: Level,
  snapshot: Snapshot | undefined,
  namespace: string,
  key: string,
): AsyncGenerator<Version> {
  const prefix = historyPrefix(namespace, key);
  const last = Buffer.concat([prefix, Buffer.alloc(13, 0xff)]);
  for await (const found of db.keys({ gt: prefix, lt: last, reverse: true, snapshot })) {
    yield {
      block: Number(found.readBigUInt64BE(prefix.length)),
      position: found.readUInt32BE(prefix.length + 8),
    };
  }
}
