/**
 * From stored bytes to document hashes. Runs in a worker for batches of size: 16,384 documents are
 * seconds of hashing, in which the event loop must answer.
 *
 * @module
 */
import {
  kindOf,
  requireSuite,
  type HexHash,
  sealDocument,
  type JsonObject,
  utf8Decode,
} from '@chopmark/core';

import { sha256, suites } from '../proofs/node-crypto.js';

/** What all documents of a batch share. */
export interface HashContext {
  readonly network: HexHash;
  readonly namespace: string;
  readonly kind: string;
  readonly series: string;
  readonly suite: string;
}

/** Documents packed into one buffer, so that they move to a worker without a copy for each. */
export interface PackedDocuments {
  /** Sequence of the first; the others follow. */
  readonly first: number;
  /** `secret ‖ body` of each. */
  readonly bytes: Uint8Array;
  /** Where each begins, and at the end the length. */
  readonly offsets: readonly number[];
  /** SHA-256(secret ‖ body) as it was when accepted, 32 bytes each. */
  readonly digests: Uint8Array;
}

export interface Hashed {
  /** Document hashes, 32 bytes each; incomplete when one is corrupt. */
  readonly hashes: Uint8Array;
  /** Index of the first document whose stored bytes are not what was accepted. */
  readonly corrupt: number | null;
}

export const HASH_BYTES = 32;
const SECRET_BYTES = 32;

/** The document as it is sealed: also what a bundle is made of, later, from the same stored bytes. */
export function sealStored(context: HashContext, sequence: number, secret: Uint8Array, body: Uint8Array) {
  const document = JSON.parse(utf8Decode(body)) as JsonObject;
  const kind = kindOf(context.kind);
  return sealDocument({
    suite: requireSuite(suites, context.suite),
    secret,
    network: context.network,
    namespace: context.namespace,
    kind: context.kind,
    schema: kind.schema,
    series: context.series,
    sequence,
    document,
    requiredMembers: kind.requiredMembers(document),
  });
}

export function hashDocuments(context: HashContext, packed: PackedDocuments): Hashed {
  const count = packed.offsets.length - 1;
  const hashes = new Uint8Array(count * HASH_BYTES);
  for (let at = 0; at < count; at++) {
    const stored = packed.bytes.subarray(packed.offsets[at], packed.offsets[at + 1]);
    const accepted = packed.digests.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES);
    if (stored.length < SECRET_BYTES || sha256(stored).compare(accepted) !== 0)
      return { hashes, corrupt: at };
    const sealed = sealStored(
      context,
      packed.first + at,
      stored.subarray(0, SECRET_BYTES),
      stored.subarray(SECRET_BYTES),
    );
    hashes.set(sealed.hash, at * HASH_BYTES);
  }
  return { hashes, corrupt: null };
}
