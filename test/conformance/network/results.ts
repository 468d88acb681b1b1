/** A read-write set as plain data: versions are of a run, whether there is one is not. */
import { ledger } from '@hyperledger/fabric-protos';
import type { Observation } from './case.js';

const { kvrwset } = ledger.rwset;

export function readWriteSet(bytes: Uint8Array): Observation {
  const results = ledger.rwset.TxReadWriteSet.deserializeBinary(bytes);
  return {
    model: results.getDataModel(),
    namespaces: results.getNsRwsetList().map((entry) => ({
      namespace: entry.getNamespace(),
      ...setOf(kvrwset.KVRWSet.deserializeBinary(entry.getRwset_asU8())),
      ...(entry.getCollectionHashedRwsetList().length > 0 ? { collections: true } : {}),
    })),
  };
}

function setOf(set: ledger.rwset.kvrwset.KVRWSet): { [name: string]: Observation } {
  return {
    ...list('reads', set.getReadsList().map(readOf)),
    ...list('ranges', set.getRangeQueriesInfoList().map(rangeOf)),
    ...list(
      'writes',
      set.getWritesList().map((write) => ({
        key: write.getKey(),
        deleted: write.getIsDelete(),
        value: shown(write.getValue_asU8()),
      })),
    ),
    ...list(
      'metadata',
      set.getMetadataWritesList().map((write) => ({
        key: write.getKey(),
        entries: write.getEntriesList().map((entry) => entry.getName()),
      })),
    ),
  };
}

function list(name: string, items: readonly Observation[]): { [name: string]: Observation } {
  return items.length > 0 ? { [name]: items } : {};
}

function readOf(read: ledger.rwset.kvrwset.KVRead): Observation {
  return `${read.getKey()}${read.hasVersion() ? '' : ' (absent)'}`;
}

function rangeOf(range: ledger.rwset.kvrwset.RangeQueryInfo): Observation {
  const merkle = range.getReadsMerkleHashes();
  return {
    start: range.getStartKey(),
    end: range.getEndKey(),
    exhausted: range.getItrExhausted(),
    reads: merkle
      ? {
          degree: merkle.getMaxDegree(),
          level: merkle.getMaxLevel(),
          hashes: merkle.getMaxLevelHashesList().length,
        }
      : (range.getRawReads()?.getKvReadsList() ?? []).map(readOf),
  };
}

function shown(value: Uint8Array): Observation {
  return value.length > 100 ? `${value.length} bytes` : Buffer.from(value).toString();
}
