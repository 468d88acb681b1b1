/**
 * An anchored document on its way into a bundle: sealed again from the bytes that the database keeps, and compared with
 * what was anchored.
 *
 * @module
 */
import { disclose, equalBytes, type HexHash, hexHashOf } from '@chopmark/core';
import {
  BUNDLE_FORMAT,
  type BundleFile,
  type BundleParts,
  formatBundle,
  type PartsInFile,
  type Verdict,
} from '@chopmark/core/verify';

import { sealStored } from '../pipeline/hash-documents.js';
import type { PipelineLog } from '../pipeline/log.js';
import type { BatchTrees } from './batch-trees.js';
import { type Draft, type Judged, UnprovenError } from './find-parts.js';

/** Where an anchored document stands, on the ledger and in its batch. */
export interface DocumentPlace {
  readonly id: string;
  readonly kind: string;
  readonly suite: string;
  readonly series: string;
  readonly sequence: number;
  readonly batchId: number;
  readonly batch: number;
  readonly first: number;
  readonly index: number;
  /** Where the batch was anchored. */
  readonly block: number;
  readonly position: number;
  /** As it was sealed, 32 bytes. */
  readonly hash: Uint8Array;
}

/** What the database keeps of a document. */
export interface StoredBytes {
  readonly body: Uint8Array;
  readonly secret: Uint8Array;
}

export type AnchoredDocument = DocumentPlace & StoredBytes;

export interface SealingContext {
  readonly network: HexHash;
  readonly namespace: string;
  readonly trees: BatchTrees;
  readonly log: PipelineLog;
}

/** The offline verifier, with the local trust profile. */
export type Judge = (bundle: string) => Promise<Verdict>;

/** A bundle without the parts that prove the batch. */
export type UnprovenBundle = Pick<BundleFile, 'format' | 'document' | 'batch'>;

/** The text that the parts make of it, and what the verifier says to that. */
export async function judged(unproven: UnprovenBundle, parts: PartsInFile, judge: Judge): Promise<Judged> {
  const text = formatBundle({ ...unproven, ...parts });
  return { text, verdict: await judge(text) };
}

export function draftOf({ id }: DocumentPlace, unproven: UnprovenBundle, judge: Judge): Draft {
  return { id, judge: (parts: BundleParts) => judged(unproven, parts, judge) };
}

/**
 * @throws {DocumentError} `MALFORMED_PATHS` for a path to hide that the document does not have.
 * @throws {UnprovenError} When the stored bytes are no longer those that were sealed.
 */
export async function unprovenBundle(
  { network, namespace, trees, log }: SealingContext,
  document: AnchoredDocument,
  hiddenPaths: readonly string[],
): Promise<UnprovenBundle> {
  const { id, kind, series, suite, sequence, secret, body, batchId, batch, first, index } = document;
  const sealed = sealStored({ network, namespace, kind, series, suite }, sequence, secret, body);
  if (!equalBytes(sealed.hash, document.hash)) {
    log.error({ id }, 'stored bytes are not those that were anchored');
    throw new UnprovenError(`stored bytes of ${id} are not those that were anchored`);
  }
  const tree = await trees.of(batchId, first, suite);
  return {
    format: BUNDLE_FORMAT,
    document: disclose(sealed, hiddenPaths),
    batch: { batch, index, path: tree.inclusionPath(index).map((hash) => hexHashOf(hash)) },
  };
}
