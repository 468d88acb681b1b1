/**
 * The read-write set of one simulation, in the bytes that Fabric's endorsers sign (`rwsetutil/rwset_builder.go`):
 * namespaces, reads and writes sorted by their bytes, one entry per key, the last write wins.
 */
import { ledger } from '@hyperledger/fabric-protos';
import type { Version } from '../ledger/state-updates.js';
import { compareUtf8, sortedKeys } from '../wire/bytes.js';
import { keyRead } from './range-reads.js';

const { kvrwset, TxReadWriteSet, NsReadWriteSet } = ledger.rwset;
type RangeQueryInfo = ledger.rwset.kvrwset.RangeQueryInfo;

type NamespaceBuilder = {
  readonly reads: Map<string, Version | undefined>;
  readonly writes: Map<string, Uint8Array | undefined>;
  readonly metadataWrites: Map<string, ReadonlyMap<string, Uint8Array>>;
  readonly ranges: RangeQueryInfo[];
};

export class ReadWriteSet {
  readonly #namespaces = new Map<string, NamespaceBuilder>();

  addRead(namespace: string, key: string, version: Version | undefined): void {
    this.#of(namespace).reads.set(key, version);
  }

  /** Without value, or with an empty one, the key is deleted. */
  addWrite(namespace: string, key: string, value: Uint8Array | undefined): void {
    this.#of(namespace).writes.set(key, value?.length ? value : undefined);
  }

  addMetadataWrite(namespace: string, key: string, metadata: ReadonlyMap<string, Uint8Array>): void {
    this.#of(namespace).metadataWrites.set(key, metadata);
  }

  /** Ranges keep their order; an equal one (start, end, exhausted) stands once. */
  addRange(namespace: string, range: RangeQueryInfo): void {
    const { ranges } = this.#of(namespace);
    const known = ranges.some(
      (other) =>
        other.getStartKey() === range.getStartKey() &&
        other.getEndKey() === range.getEndKey() &&
        other.getItrExhausted() === range.getItrExhausted(),
    );
    if (!known) ranges.push(range);
  }

  /** Namespaces that were touched at all, sorted. */
  get namespaces(): string[] {
    return sortedKeys(this.#namespaces);
  }

  /** Keys of the namespace whose value or metadata is written. */
  writtenKeys(namespace: string): string[] {
    const { writes, metadataWrites } = this.#of(namespace);
    return [...new Set([...writes.keys(), ...metadataWrites.keys()])];
  }

  /** Bytes of `rwset.TxReadWriteSet`. */
  serialize(): Uint8Array {
    const set = new TxReadWriteSet();
    set.setNsRwsetList(
      this.namespaces.map((namespace) => {
        const entry = new NsReadWriteSet();
        entry.setNamespace(namespace);
        entry.setRwset(serializeNamespace(this.#of(namespace)));
        return entry;
      }),
    );
    return set.serializeBinary();
  }

  #of(namespace: string): NamespaceBuilder {
    const known = this.#namespaces.get(namespace);
    if (known) return known;
    const builder: NamespaceBuilder = {
      reads: new Map(),
      writes: new Map(),
      metadataWrites: new Map(),
      ranges: [],
    };
    this.#namespaces.set(namespace, builder);
    return builder;
  }
}

function serializeNamespace({ reads, writes, metadataWrites, ranges }: NamespaceBuilder): Uint8Array {
  const set = new kvrwset.KVRWSet();
  set.setReadsList(sortedKeys(reads).map((key) => keyRead(key, reads.get(key))));
  set.setRangeQueriesInfoList(ranges);
  set.setWritesList(sortedKeys(writes).map((key) => keyWrite(key, writes.get(key))));
  set.setMetadataWritesList(
    sortedKeys(metadataWrites).map((key) =>
      metadataWrite(key, metadataWrites.get(key) ?? new Map<string, Uint8Array>()),
    ),
  );
  return set.serializeBinary();
}

function keyWrite(key: string, value: Uint8Array | undefined): ledger.rwset.kvrwset.KVWrite {
  const write = new kvrwset.KVWrite();
  write.setKey(key);
  if (value) write.setValue(value);
  else write.setIsDelete(true);
  return write;
}

function metadataWrite(
  key: string,
  metadata: ReadonlyMap<string, Uint8Array>,
): ledger.rwset.kvrwset.KVMetadataWrite {
  const write = new kvrwset.KVMetadataWrite();
  write.setKey(key);
  for (const [name, value] of [...metadata].sort(([left], [right]) => compareUtf8(left, right))) {
    const entry = new kvrwset.KVMetadataEntry();
    entry.setName(name);
    entry.setValue(value);
    write.addEntries(entry);
  }
  return write;
}
