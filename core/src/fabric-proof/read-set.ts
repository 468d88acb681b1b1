/**
 * The read-write set of an attestation: nothing but the expected reads, in Fabric's sorted form.
 *
 * @module
 */
import { utf8Encode } from '../encoding/utf8.js';
import { readMessage } from '../protobuf/message.js';
import { KV_READ_WRITE_SET, MAX_NAMESPACES, TX_READ_WRITE_SET, type Version } from './messages.js';
import { StatementError } from './statement-error.js';

/** Key → version of the value read; undefined = the key was absent. */
export type Reads = ReadonlyMap<string, Version | undefined>;

/**
 * @returns Reads per namespace.
 * @throws {ProtobufError} Unless it is canonical protobuf.
 * @throws {StatementError} `STATEMENT_HAS_EFFECTS` for anything but reads; `STATEMENT_READS_UNEXPECTED` for too many
 *   namespaces, and for namespaces or keys that are not in ascending byte order.
 */
export function parseReads(results: Uint8Array): ReadonlyMap<string, Reads> {
  const { dataModel, namespaces } = readMessage(TX_READ_WRITE_SET, results);
  if (dataModel !== 0) throw new StatementError('STATEMENT_HAS_EFFECTS', 'read set of an unknown data model');
  if (namespaces.length > MAX_NAMESPACES)
    throw new StatementError('STATEMENT_READS_UNEXPECTED', `more than ${MAX_NAMESPACES} namespaces`);
  assertAscending(namespaces.map(({ namespace }) => namespace));
  const found = new Map<string, Reads>();
  for (const { namespace, rwset, collections } of namespaces) {
    const set = readMessage(KV_READ_WRITE_SET, rwset);
    if (collections.length + set.rangeQueries.length + set.writes.length + set.metadataWrites.length > 0) {
      throw new StatementError(
        'STATEMENT_HAS_EFFECTS',
        `namespace ${namespace} holds more than single reads`,
      );
    }
    assertAscending(set.reads.map(({ key }) => key));
    found.set(namespace, new Map(set.reads.map(({ key, version }) => [key, version])));
  }
  return found;
}

function assertAscending(keys: readonly string[]): void {
  let before: Uint8Array | undefined;
  for (const key of keys) {
    const current = utf8Encode(key);
    if (before && compareBytes(before, current) >= 0) {
      throw new StatementError('STATEMENT_READS_UNEXPECTED', 'reads are not in ascending order');
    }
    before = current;
  }
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/**
 * @param expected Keys that must have been read in the namespace, and no others; distinct.
 * @throws {StatementError} `STATEMENT_READS_UNEXPECTED`
 */
export function requireReads(
  sets: ReadonlyMap<string, Reads>,
  namespace: string,
  expected: readonly string[],
): Reads {
  const reads = sets.get(namespace);
  if (reads?.size !== expected.length || !expected.every((key) => reads.has(key))) {
    throw new StatementError(
      'STATEMENT_READS_UNEXPECTED',
      `reads of namespace ${namespace} are not those of an attestation`,
    );
  }
  return reads;
}
