/**
 * Is what a transaction read still what is there? (`txmgmt/validation/validator.go`) Reads compare versions, ranges are
 * read again over the committed state and what earlier transactions of the block changed.
 */
import type { ledger } from '@hyperledger/fabric-protos';
import type { StateReader } from '../ledger/state-store.js';
import { sameVersion, type StateUpdates, type Version } from '../ledger/state-updates.js';
import type { NamespaceSet } from '../ledger/transaction.js';
import { RangeReads, keyRead } from '../simulation/range-reads.js';
import { compareUtf8, sameBytes, sortedKeys } from '../wire/bytes.js';
import { CODE, type Code } from './codes.js';

type Range = ledger.rwset.kvrwset.RangeQueryInfo;
type Row = { readonly key: string; readonly version: Version };

export async function checkVersions(
  sets: readonly NamespaceSet[],
  updates: StateUpdates,
  state: StateReader,
): Promise<Code> {
  for (const { namespace, set } of sets) {
    for (const read of set.getReadsList()) {
      if (updates.has(namespace, read.getKey())) return CODE.MVCC_READ_CONFLICT;
      const committed = await state.get(namespace, read.getKey());
      if (!sameVersion(committed?.version, versionOf(read.getVersion()))) return CODE.MVCC_READ_CONFLICT;
    }
    for (const range of set.getRangeQueriesInfoList()) {
      if (!(await givesTheSame(range, rowsOf(namespace, range, updates, state))))
        return CODE.PHANTOM_READ_CONFLICT;
    }
  }
  return CODE.VALID;
}

function versionOf(version: ledger.rwset.kvrwset.Version | undefined): Version | undefined {
  return version && { block: version.getBlockNum(), position: version.getTxNum() };
}

async function givesTheSame(range: Range, rows: AsyncIterable<Row>): Promise<boolean> {
  const merkle = range.getReadsMerkleHashes();
  if (!merkle) return givesTheSameRows(range.getRawReads()?.getKvReadsList() ?? [], rows);
  const reads = new RangeReads(merkle.getMaxDegree());
  for await (const row of rows) reads.add(keyRead(row.key, row.version));
  const found = reads.summary().merkle;
  const hashes = merkle.getMaxLevelHashesList_asU8();
  return (
    found?.maxLevel === merkle.getMaxLevel() &&
    found.hashes.length === hashes.length &&
    found.hashes.every((hash, place) => sameBytes(hash, hashes[place] ?? new Uint8Array()))
  );
}

async function givesTheSameRows(
  expected: readonly ledger.rwset.kvrwset.KVRead[],
  rows: AsyncIterable<Row>,
): Promise<boolean> {
  let place = 0;
  for await (const row of rows) {
    const read = expected[place];
    if (!read || read.getKey() !== row.key || !sameVersion(versionOf(read.getVersion()), row.version))
      return false;
    place += 1;
  }
  return place === expected.length;
}

/** The range over state and updates together. An iterator that was left early had read its end key as the last. */
async function* rowsOf(
  namespace: string,
  range: Range,
  updates: StateUpdates,
  state: StateReader,
): AsyncGenerator<Row> {
  const [start, end] = [range.getStartKey(), range.getEndKey()];
  const includeEnd = !range.getItrExhausted();
  const isInside = (key: string): boolean =>
    compareUtf8(key, start) >= 0 && (end === '' || compareUtf8(key, end) < 0 || (includeEnd && key === end));
  const changed =
    updates.namespaces.get(namespace) ??
    new Map<string, { value: Uint8Array | undefined; version: Version }>();
  const changedKeys = sortedKeys(changed).filter(isInside);
  let next = 0;
  function* changesBefore(limit: string | undefined): Generator<Row> {
    for (; next < changedKeys.length; next += 1) {
      const key = changedKeys[next] ?? '';
      if (limit !== undefined && compareUtf8(key, limit) >= 0) return;
      const update = changed.get(key);
      if (update?.value !== undefined) yield { key, version: update.version };
    }
  }
  // The end key itself is read apart, for the state's ranges exclude it.
  for await (const row of state.range(namespace, start, end)) {
    yield* changesBefore(row.key);
    if (!changed.has(row.key)) yield { key: row.key, version: row.version };
  }
  if (includeEnd && end !== '' && !changed.has(end)) {
    yield* changesBefore(end);
    const last = await state.get(namespace, end);
    if (last) yield { key: end, version: last.version };
  }
  yield* changesBefore(undefined);
}
