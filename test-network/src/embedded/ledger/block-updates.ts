/**
 * What valid transactions change (`core/ledger/kvledger/txmgmt/validation/tx_ops.go`): a value write keeps the key's
 * metadata, a metadata write alone keeps the value and raises the version, and does nothing on an absent key.
 */
import { common, ledger } from '@hyperledger/fabric-protos';
import { channelHeaderOf, flagsOf, type Block } from '../blocks/block.js';
import type { StateReader } from './state-store.js';
import { StateUpdates, type Version } from './state-updates.js';
import { isDelete, parseReadWriteSets, parseTransaction, type NamespaceSet } from './transaction.js';

type HistoryEntry = { readonly namespace: string; readonly key: string; readonly position: number };

export type BlockChanges = { readonly updates: StateUpdates; readonly history: HistoryEntry[] };

const VALID = 0;

export function noChanges(): BlockChanges {
  return { updates: new StateUpdates(), history: [] };
}

/** The changes of a block that was validated before: its flags say which transactions count. */
export async function updatesOfBlock(block: Block, state: StateReader): Promise<BlockChanges> {
  const changes = noChanges();
  const flags = flagsOf(block);
  for (const [position, envelope] of block.envelopes.entries()) {
    const isTransaction = channelHeaderOf(envelope)?.getType() === common.HeaderType.ENDORSER_TRANSACTION;
    if (flags[position] !== VALID || !isTransaction) continue;
    const sets = parseReadWriteSets(parseTransaction(envelope).action.getResults_asU8());
    await applyWrites(changes, sets, { block: block.number, position }, state);
  }
  return changes;
}

/** Adds the writes of one valid transaction to the changes of its block. */
export async function applyWrites(
  { updates, history }: BlockChanges,
  sets: readonly NamespaceSet[],
  version: Version,
  state: StateReader,
): Promise<void> {
  for (const { namespace, set } of sets) {
    const metadataWrites = new Map(
      set.getMetadataWritesList().map((write) => [write.getKey(), metadataOf(write)]),
    );
    for (const write of set.getWritesList()) {
      const key = write.getKey();
      history.push({ namespace, key, position: version.position });
      if (isDelete(write)) {
        updates.set(namespace, key, { value: undefined, metadata: undefined, version });
      } else {
        const metadata = metadataWrites.has(key)
          ? metadataWrites.get(key)
          : (await latest(updates, state, namespace, key))?.metadata;
        updates.set(namespace, key, { value: write.getValue_asU8(), metadata, version });
      }
      metadataWrites.delete(key);
    }
    for (const [key, metadata] of metadataWrites) {
      const value = (await latest(updates, state, namespace, key))?.value;
      if (value !== undefined) updates.set(namespace, key, { value, metadata, version });
    }
  }
}

/** The key as earlier transactions of the block left it, else as committed. */
async function latest(
  updates: StateUpdates,
  state: StateReader,
  namespace: string,
  key: string,
): Promise<{ value: Uint8Array | undefined; metadata: Uint8Array | undefined } | undefined> {
  return updates.get(namespace, key) ?? (await state.get(namespace, key));
}

function metadataOf(write: ledger.rwset.kvrwset.KVMetadataWrite): Uint8Array | undefined {
  if (write.getEntriesList().length === 0) return undefined;
  const kept = new ledger.rwset.kvrwset.KVMetadataWrite();
  kept.setEntriesList(write.getEntriesList());
  return kept.serializeBinary();
}
