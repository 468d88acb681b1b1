/**
 * Keys of the state store: a letter, then
 *   s namespace 00 key                             world state
 *   h namespace 00 key length 4 key block 8 position 4   history
 *   t transaction id                               first occurrence of an id
 *   b block 8                                      place in the block file
 *   x hash of the block header                     number of the block
 */
import { uint32, uint64 } from '../wire/bytes.js';
import type { Version } from './state-updates.js';

export function namespacePrefix(namespace: string): Buffer {
  return Buffer.from(`s${namespace}\0`);
}

export function stateKey(namespace: string, key: string): Buffer {
  return Buffer.concat([namespacePrefix(namespace), Buffer.from(key)]);
}

export function historyPrefix(namespace: string, key: string): Buffer {
  const bytes = Buffer.from(key);
  return Buffer.concat([Buffer.from(`h${namespace}\0`), uint32(bytes.length), bytes]);
}

export function transactionKey(txId: string): Buffer {
  return Buffer.from(`t${txId}`);
}

export function blockKey(number: number): Buffer {
  return Buffer.concat([Buffer.from('b'), uint64(number)]);
}

export function hashKey(hash: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from('x'), hash]);
}

export function historyKey(namespace: string, key: string, { block, position }: Version): Buffer {
  return Buffer.concat([historyPrefix(namespace, key), uint64(block), uint32(position)]);
}

/** First byte strings outside a namespace's keys: its end. */
export function namespaceEnd(namespace: string): Buffer {
  return Buffer.concat([namespacePrefix(namespace).subarray(0, -1), Buffer.from([1])]);
}
