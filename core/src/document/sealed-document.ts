/** Sealing: from a document and its secret to the hash that goes on the ledger. */
import type { JsonObject, JsonValue } from '../encoding/json-value.js';
import type { HexHash } from '../hash/hex-hash.js';
import type { Suite } from '../hash/suite.js';
import { flatten } from './fields.js';
import type { DocumentHeader } from './header.js';
import { documentHash, fieldLeafHash } from './leaves.js';
import { HEADER_PATH, saltsOf } from './salt.js';

/** What a document is sealed as: the members of its header that do not come from itself. */
export interface SealInput {
  readonly suite: Suite;
  /** 32 random bytes, kept off the ledger. */
  readonly secret: Uint8Array;
  /** SHA-256 of the genesis block's header. */
  readonly network: HexHash;
  readonly namespace: string;
  readonly kind: string;
  readonly schema: number;
  readonly series: string;
  /** Place in the series, 1 to 2^53 - 1. */
  readonly sequence: number;
  readonly document: JsonObject;
  readonly requiredMembers: readonly string[];
}

/** A value with what its hash was made of. */
export type ShownField = { readonly value: JsonValue; readonly salt: string };

export interface SealedDocument {
  readonly header: DocumentHeader;
  readonly paths: readonly string[];
  /** One for each path, in their order. */
  readonly fields: readonly ShownField[];
  /** Leaf hashes of the fields, one for each path; the header's leaf is not among them. */
  readonly leafHashes: readonly Uint8Array[];
  /** The document hash. */
  readonly hash: Uint8Array;
}

/** The same input gives the same document. @throws {DocumentError} `MALFORMED_DOCUMENT`, `LONE_SURROGATE` */
export function sealDocument(input: SealInput): SealedDocument {
  const { suite, network, namespace, kind, schema, series, sequence } = input;
  const { hash } = suite;
  const { required, fields } = flatten(input.document, input.requiredMembers);
  const saltOf = saltsOf(hash, input.secret);
  const salt = saltOf(HEADER_PATH);
  const header = { kind, namespace, network, required, salt, schema, sequence, series, suite: suite.name };
  const paths: string[] = [];
  const shown: ShownField[] = [];
  const leafHashes: Uint8Array[] = [];
  for (const { path, value } of fields) {
    const fieldSalt = saltOf(path);
    paths.push(path);
    shown.push({ value, salt: fieldSalt });
    leafHashes.push(fieldLeafHash(hash, path, value, fieldSalt));
  }
  return { header, paths, fields: shown, leafHashes, hash: documentHash(hash, header, paths, leafHashes) };
}
