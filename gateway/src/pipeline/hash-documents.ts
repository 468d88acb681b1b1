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

import { SealBrokenError } from '../keys/gcm.js';
import { type DocumentContent, openDocumentContent, WRAPPED_BYTES } from '../keys/sealed-document.js';
import { suites } from '../proofs/node-crypto.js';

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
  readonly ids: readonly string[];
  /** Wrapping key of each. */
  readonly keyIds: readonly number[];
  readonly wrappingKeys: ReadonlyMap<number, Uint8Array>;
  /** `wrapped ‖ sealed` of each, as stored; nothing of one that is gone. */
  readonly bytes: Uint8Array;
  /** Where each begins, and at the end the length. */
  readonly offsets: readonly number[];
}

export interface Hashed {
  /** Document hashes, 32 bytes each; incomplete when one is corrupt. */
  readonly hashes: Uint8Array;
  /** Index of the first document whose stored bytes are not what was accepted. */
  readonly corrupt: number | null;
}

export const HASH_BYTES = 32;

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
  const hashes = new Uint8Array(packed.ids.length * HASH_BYTES);
  for (let at = 0; at < packed.ids.length; at++) {
    const content = contentAt(packed, at);
    if (content === undefined) return { hashes, corrupt: at };
    const sealed = sealStored(context, packed.first + at, content.secret, content.body);
    hashes.set(sealed.hash, at * HASH_BYTES);
  }
  return { hashes, corrupt: null };
}

/** @returns `undefined` when the stored bytes are not those that were accepted: they do not open. */
function contentAt(packed: PackedDocuments, at: number): DocumentContent | undefined {
  const stored = packed.bytes.subarray(packed.offsets[at], packed.offsets[at + 1]);
  const wrappingKey = packed.wrappingKeys.get(packed.keyIds[at] ?? 0);
  if (wrappingKey === undefined) return undefined;
  const document = { wrapped: stored.subarray(0, WRAPPED_BYTES), sealed: stored.subarray(WRAPPED_BYTES) };
  try {
    return openDocumentContent(wrappingKey, packed.ids[at] ?? '', document);
  } catch (error) {
    if (error instanceof SealBrokenError) return undefined;
    throw error;
  }
}
