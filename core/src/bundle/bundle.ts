/**
 * What a third party holds: the document as far as it is shown, its path in the batch, and a signed statement about
 * the batch (docs/formats.md, section 4). Everything in it is a claim until it is judged.
 *
 * @module
 */
import { canonicalJson } from '../encoding/canonical-json.js';
import { fromBase64 } from '../encoding/base64.js';
import { isJsonObject, type JsonObject } from '../encoding/json-value.js';
import { parseJson } from '../encoding/parse-json.js';
import { type DisclosedDocument, parseDisclosedDocument } from '../document/disclosure.js';
import { DocumentError } from '../errors/document-error.js';
import type { StatementBytes } from '../fabric-proof/statement.js';
import { type HexHash, parseHexHash } from '../hash/hex-hash.js';
import { BundleError } from './bundle-error.js';

export const BUNDLE_FORMAT = 'chopmark/bundle/1';
export const BUNDLE_MEDIA_TYPE = 'application/vnd.chopmark.bundle+json';
/** An invoice of 2,000 lines makes about half of it. */
export const MAX_BUNDLE_BYTES = 4_000_000;
/** Depth of the tree of the largest batch. */
const MAX_PATH = 14;
/** More organizations than any channel of ours has. */
const MAX_ENDORSEMENTS = 16;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

export type Bundle = {
  readonly format: typeof BUNDLE_FORMAT;
  readonly document: DisclosedDocument;
  readonly batch: BatchPlace;
  /** Absent in a bundle whose proof is still to come: judged indeterminate. */
  readonly statement?: BundleStatement;
};

export type BatchPlace = {
  /** Batch number in the series, from 1. */
  readonly batch: number;
  /** Zero-based place in the batch. */
  readonly index: number;
  /** RFC 9162 inclusion path, leaf upwards. */
  readonly path: readonly HexHash[];
};

/** Base64 with padding of the bytes that `StatementBytes` names. */
export type BundleStatement = {
  readonly signedProposal: string;
  readonly responsePayload: string;
  readonly endorsements: readonly { readonly endorser: string; readonly signature: string }[];
};

/** @throws {BundleError} Unless the input is one bundle and nothing else; unknown members are refused. */
export function parseBundle(input: Uint8Array | string): Bundle {
  if (input.length > MAX_BUNDLE_BYTES)
    throw new BundleError('BUNDLE_TOO_LARGE', `more than ${MAX_BUNDLE_BYTES} bytes`);
  return orUnreadable(() => bundleFrom(parseJson(input)));
}

/** @throws {BundleError} Unless the value has the form of a bundle. */
export function bundleFrom(value: unknown): Bundle {
  return orUnreadable(() => {
    const format = isJsonObject(value) ? value['format'] : undefined;
    if (format !== BUNDLE_FORMAT) throw unknownFormat(format);
    const members = objectOf(value, ['format', 'document', 'batch'], ['statement']);
    const bundle = {
      format: BUNDLE_FORMAT,
      document: parseDisclosedDocument(members.document),
      batch: batchPlaceFrom(members.batch),
    } as const;
    return members.statement === undefined
      ? bundle
      : { ...bundle, statement: statementFrom(members.statement) };
  });
}

/** One line of canonical JSON. */
export function formatBundle(bundle: Bundle): string {
  return canonicalJson(bundle);
}

/**
 * The statement's bytes.
 *
 * @throws {BundleError} `BUNDLE_UNREADABLE` when a text is not canonical base64; the parser looks at the alphabet only,
 *   because bundles of one batch share a statement that need not be decoded again.
 */
export function statementBytesOf({
  signedProposal,
  responsePayload,
  endorsements,
}: BundleStatement): StatementBytes {
  return orUnreadable(() => ({
    signedProposal: fromBase64(signedProposal),
    responsePayload: fromBase64(responsePayload),
    endorsements: endorsements.map(({ endorser, signature }) => ({
      endorser: fromBase64(endorser),
      signature: fromBase64(signature),
    })),
  }));
}

function batchPlaceFrom(value: unknown): BatchPlace {
  const { batch, index, path } = objectOf(value, ['batch', 'index', 'path']);
  return {
    batch: integerFrom(batch, 1, 'batch number'),
    index: integerFrom(index, 0, 'index'),
    path: listFrom(path, MAX_PATH, 'path').map((hash) => parseHexHash(hash)),
  };
}

function statementFrom(value: unknown): BundleStatement {
  const { signedProposal, responsePayload, endorsements } = objectOf(value, [
    'signedProposal',
    'responsePayload',
    'endorsements',
  ]);
  return {
    signedProposal: base64From(signedProposal),
    responsePayload: base64From(responsePayload),
    endorsements: listFrom(endorsements, MAX_ENDORSEMENTS, 'endorsements').map((entry) => {
      const { endorser, signature } = objectOf(entry, ['endorser', 'signature']);
      return { endorser: base64From(endorser), signature: base64From(signature) };
    }),
  };
}

function objectOf(value: unknown, required: readonly string[], optional: readonly string[] = []): JsonObject {
  if (!isJsonObject(value)) throw unreadable('an object is missing');
  for (const name of required) if (!Object.hasOwn(value, name)) throw unreadable(`member ${name} is missing`);
  for (const name of Object.keys(value)) {
    if (!required.includes(name) && !optional.includes(name)) throw unreadable(`member ${name} is not known`);
  }
  return value;
}

function listFrom(value: unknown, most: number, name: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length > most)
    throw unreadable(`${name} must be a list of at most ${most}`);
  return value;
}

function integerFrom(value: unknown, least: number, name: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least)
    throw unreadable(`${name} is malformed`);
  return value;
}

function base64From(value: unknown): string {
  if (typeof value !== 'string' || !BASE64.test(value)) throw unreadable('base64 text is missing');
  return value;
}

function unknownFormat(format: unknown): BundleError {
  const ours = typeof format === 'string' && format.startsWith('chopmark/bundle/');
  return ours
    ? new BundleError('BUNDLE_VERSION_UNKNOWN', 'a bundle of a version that this verifier does not know')
    : unreadable('not a Chopmark bundle');
}

function unreadable(detail: string): BundleError {
  return new BundleError('BUNDLE_UNREADABLE', detail);
}

function orUnreadable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    const place = error.pointer ? ` (${error.pointer})` : '';
    throw new BundleError('BUNDLE_UNREADABLE', `${error.message}${place}`, { cause: error });
  }
}
