/**
 * The commit hash: a chain over what each block changed, by which peers of one height are compared
 * (`core/ledger/kvledger/txmgmt/txmgr/update_batch_bytes.go`, fabric.md section 6.6).
 */
import { common } from '@hyperledger/fabric-protos';
import jspb from 'google-protobuf';
import { sha256, sortedKeys } from '../wire/bytes.js';
import type { StateUpdates, Version } from '../ledger/state-updates.js';

/**
 * @param flags Validation code of each transaction.
 * @param previous Commit hash of the block before; empty for block 1.
 */
export function nextCommitHash(flags: Uint8Array, updates: StateUpdates, previous: Uint8Array): Buffer {
  return sha256(varint(flags.length), flags, updateBytes(updates), previous);
}

export function commitHashMetadata(hash: Uint8Array): Uint8Array {
  const metadata = new common.Metadata();
  metadata.setValue(hash);
  return metadata.serializeBinary();
}

/** Repeated field 1 of {namespace 1, collection 2, key 3, isDelete 4, value 5, version_bytes 6}; the namespace once per run. */
function updateBytes(updates: StateUpdates): Uint8Array {
  const writer = new jspb.BinaryWriter();
  for (const namespace of sortedKeys(updates.namespaces)) {
    if (namespace === '') continue;
    const entries = updates.namespaces.get(namespace) ?? new Map<string, never>();
    let named = false;
    for (const key of sortedKeys(entries)) {
      const entry = entries.get(key);
      if (!entry) continue;
      const inner = new jspb.BinaryWriter();
      if (!named) inner.writeString(1, namespace);
      named = true;
      if (key !== '') inner.writeBytes(3, Buffer.from(key));
      if (entry.value === undefined) inner.writeBool(4, true);
      else inner.writeBytes(5, entry.value);
      inner.writeBytes(6, versionBytes(entry.version));
      writer.writeBytes(1, inner.getResultBuffer());
    }
  }
  return writer.getResultBuffer();
}

function versionBytes({ block, position }: Version): Buffer {
  return Buffer.concat([orderPreserving(block), orderPreserving(position)]);
}

/** A length byte, then the minimal big-endian bytes; zero is the length byte alone. */
function orderPreserving(value: number): Buffer {
  if (value === 0) return Buffer.from([0]);
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}
