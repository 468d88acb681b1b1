/**
 * Parts that lie beside a bundle: 10,000 documents of a batch carry each part once. A reference is the hash of the
 * part's canonical JSON, so it cannot name another part than the one that was meant.
 *
 * @module
 */
import { canonicalBytes } from '../encoding/canonical-json.js';
import { equalBytes } from '../encoding/bytes.js';
import { toHex } from '../encoding/hex.js';
import { parseJson } from '../encoding/parse-json.js';
import type { Hash } from '../hash/suite.js';
import { MAX_VALUES, PART_NAMES, PART_PARSERS, type PartName, type PartOf } from './parts.js';
import { orUnreadable, unreadable } from './read-members.js';

/** `sha256:` and 64 lowercase hexadecimal characters. */
export type PartReference = `sha256:${string}`;

/** Parts as they stand in a file: each inline or by reference. */
export type PartsInFile = { readonly [Name in PartName]?: PartOf<Name> | PartReference };

/**
 * Looks up the file of a part.
 *
 * @param hash SHA-256, lowercase hex; the file's customary name is `<hash>.json`.
 * @returns Undefined when there is none. What comes back is hashed again, so it need not be trusted.
 */
export type PartResolver = (hash: string) => Promise<Uint8Array | undefined>;

/** Most bytes of a part that lies beside a bundle. */
export const MAX_PART_BYTES = 20_000_000;
const REFERENCE = /^sha256:[0-9a-f]{64}$/;

/** Whether a member of a bundle names a part by its hash instead of holding it. */
export function isPartReference(value: unknown): value is PartReference {
  return typeof value === 'string' && REFERENCE.test(value);
}

/** Lowercase hex. */
export function hashOfReference(reference: PartReference): string {
  return reference.slice('sha256:'.length);
}

/** Canonical JSON of a part: what its file holds. */
export function partBytes(part: PartOf<PartName>): Uint8Array {
  return canonicalBytes(part);
}

/**
 * Puts parts beside the bundle.
 *
 * @param names Parts to take out; those that the bundle lacks, or has by reference already, stay as they are.
 * @returns The smaller bundle, and hash → bytes of each part taken out.
 */
export function detachParts<T extends PartsInFile>(
  bundle: T,
  sha256: Hash,
  names: readonly PartName[] = PART_NAMES,
): { readonly bundle: Omit<T, PartName> & PartsInFile; readonly parts: ReadonlyMap<string, Uint8Array> } {
  const parts = new Map<string, Uint8Array>();
  const references: { [Name in PartName]?: PartReference } = {};
  for (const name of names) {
    const part = bundle[name];
    if (part === undefined || isPartReference(part)) continue;
    const bytes = partBytes(part);
    const hash = toHex(sha256(bytes));
    parts.set(hash, bytes);
    references[name] = `sha256:${hash}`;
  }
  return { bundle: { ...bundle, ...references }, parts };
}

/**
 * Reads the file of a part.
 *
 * @param bytes Bytes whose hash has been compared with the reference.
 * @throws {BundleError} `BUNDLE_UNREADABLE` unless they are canonical JSON of such a part.
 */
export function parsePart<Name extends PartName>(name: Name, bytes: Uint8Array): PartOf<Name> {
  return orUnreadable(() => {
    const part: PartOf<Name> = PART_PARSERS[name](parseJson(bytes, { maxValues: MAX_VALUES }));
    if (!equalBytes(partBytes(part), bytes)) throw unreadable(`${name} beside the bundle is not canonical`);
    return part;
  });
}
