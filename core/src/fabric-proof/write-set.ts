/** What a transaction writes: the one thing about it that ends on the ledger. Arguments prove nothing. */
import { ProtobufError } from '../protobuf/protobuf-error.js';
import { readMessage } from '../protobuf/message.js';
import { KV_WRITE_SET } from './block-messages.js';
import { MAX_NAMESPACES, TX_READ_WRITE_SET } from './messages.js';

/** Namespace → key → value; null for a deletion. */
export type Writes = ReadonlyMap<string, ReadonlyMap<string, Uint8Array | null>>;

/**
 * @param results rwset.TxReadWriteSet.
 * @throws {ProtobufError} Unless it is canonical, of the one data model, and names each namespace and key once.
 */
export function parseWrites(results: Uint8Array): Writes {
  const { dataModel, namespaces } = readMessage(TX_READ_WRITE_SET, results);
  if (dataModel !== 0) throw new ProtobufError('rwset.TxReadWriteSet.1', 'unknown data model');
  if (namespaces.length > MAX_NAMESPACES)
    throw new ProtobufError('rwset.TxReadWriteSet.2', `more than ${MAX_NAMESPACES} namespaces`);
  return mapOf(
    'rwset.TxReadWriteSet.2',
    namespaces.map(({ namespace, rwset }) => {
      const { writes } = readMessage(KV_WRITE_SET, rwset);
      const entries = writes.map(({ key, isDelete, value }) => [key, isDelete ? null : value] as const);
      return [namespace, mapOf('kvrwset.KVRWSet.3', entries)];
    }),
  );
}

function mapOf<T>(place: string, entries: readonly (readonly [string, T])[]): Map<string, T> {
  const map = new Map(entries);
  if (map.size !== entries.length) throw new ProtobufError(place, 'stands twice');
  return map;
}
