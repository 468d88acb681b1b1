/**
 * What a third party holds: the document as far as it is shown, its path in the batch, and the parts that prove the
 * batch (docs/proof-format.md). Everything in it is a claim until it is judged.
 *
 * @module
 */
import { canonicalJson } from '../encoding/canonical-json.js';
import { isJsonObject } from '../encoding/json-value.js';
import { parseJson } from '../encoding/parse-json.js';
import { type DisclosedDocument, parseDisclosedDocument } from '../document/disclosure.js';
import { type HexHash, parseHexHash } from '../hash/hex-hash.js';
import { BundleError } from './bundle-error.js';
import { type PartsInFile, isPartReference } from './part-reference.js';
import { type BundleParts, MAX_VALUES, PART_NAMES, PART_PARSERS } from './parts.js';
import { integerFrom, listOf, objectOf, orUnreadable, unreadable } from './read-members.js';

/** `format` of a bundle. */
export const BUNDLE_FORMAT = 'chopmark/bundle/1';
/** Media type of a bundle in HTTP. */
export const BUNDLE_MEDIA_TYPE = 'application/vnd.chopmark.bundle+json';
/** All parts inline; an invoice of 2,000 lines makes 2 MB, a block with 16,384 entries one or more. */
export const MAX_BUNDLE_BYTES = 20_000_000;
/** Depth of the tree of the largest batch. */
const MAX_PATH = 14;

type Core = {
  readonly format: typeof BUNDLE_FORMAT;
  readonly document: DisclosedDocument;
  readonly batch: BatchPlace;
};

/** A bundle that holds all its parts itself; compact and full differ only in which parts there are. */
export type Bundle = Core & BundleParts;

/** A bundle as it stands in a file: each part inline or by reference. */
export type BundleFile = Core & PartsInFile;

/** Where the document stands in its batch, and the path from its leaf to the root. */
export type BatchPlace = {
  /** Batch number in the series, from 1. */
  readonly batch: number;
  /** Zero-based place in the batch. */
  readonly index: number;
  /** RFC 9162 inclusion path, leaf upwards. */
  readonly path: readonly HexHash[];
};

/** @throws {BundleError} Unless the input is one bundle and nothing else; unknown members are refused. */
export function parseBundle(input: Uint8Array | string): BundleFile {
  if (input.length > MAX_BUNDLE_BYTES)
    throw new BundleError('BUNDLE_TOO_LARGE', `more than ${MAX_BUNDLE_BYTES} bytes`);
  return orUnreadable(() => bundleFrom(parseJson(input, { maxValues: MAX_VALUES })));
}

/** @throws {BundleError} Unless the value has the form of a bundle. */
export function bundleFrom(value: unknown): BundleFile {
  return orUnreadable(() => {
    const format = isJsonObject(value) ? value['format'] : undefined;
    if (format !== BUNDLE_FORMAT) throw unknownFormat(format);
    const members = objectOf(value, ['format', 'document', 'batch'], PART_NAMES);
    const bundle = {
      format: BUNDLE_FORMAT,
      document: parseDisclosedDocument(members['document']),
      batch: batchPlaceFrom(members['batch']),
    } as const;
    return { ...bundle, ...partsFrom(members) };
  });
}

/** One line of canonical JSON. */
export function formatBundle(bundle: BundleFile): string {
  return canonicalJson(bundle);
}

function partsFrom(members: { readonly [name: string]: unknown }): PartsInFile {
  const parts: { [name: string]: unknown } = {};
  for (const name of PART_NAMES) {
    const value = members[name];
    if (value !== undefined) parts[name] = isPartReference(value) ? value : PART_PARSERS[name](value);
  }
  if (parts['block'] !== undefined && parts['transaction'] === undefined)
    throw unreadable('a block without the transaction');
  if (parts['configuration'] !== undefined && parts['block'] === undefined)
    throw unreadable('a configuration without a block');
  return parts;
}

function batchPlaceFrom(value: unknown): BatchPlace {
  const { batch, index, path } = objectOf(value, ['batch', 'index', 'path']);
  return {
    batch: integerFrom(batch, 1, 'batch number'),
    index: integerFrom(index, 0, 'index'),
    path: listOf(path, MAX_PATH, 'path').map((hash) => parseHexHash(hash)),
  };
}

function unknownFormat(format: unknown): BundleError {
  const ours = typeof format === 'string' && format.startsWith('chopmark/bundle/');
  return ours
    ? new BundleError('BUNDLE_VERSION_UNKNOWN', 'a bundle of a version that this verifier does not know')
    : unreadable('not a Chopmark bundle');
}
