/**
 * Bundles of many documents, batch by batch, with what they share beside them: each part is made and judged once, named
 * in every bundle by its hash. Each bundle is judged, with the parts as they lie in the archive, before it goes out.
 *
 * @module
 */
import { utf8Encode } from '@chopmark/core';
import { type BundleParts, detachParts, type PartResolver, type PartsInFile } from '@chopmark/core/verify';

import type { ArchiveFile } from '../archive/zip-stream.js';
import {
  type AnchoredDocument,
  type DocumentPlace,
  draftOf,
  type Judge,
  judged,
  type SealingContext,
  type StoredBytes,
  unprovenBundle,
} from './anchored-document.js';
import { failedCodes, isFull, type PartsFinder, UnprovenError } from './find-parts.js';
import { sha256 } from './node-crypto.js';
import type { Statements } from './statements.js';

export interface ArchiveContext extends SealingContext {
  readonly statements: Statements;
  readonly finder: PartsFinder;
  /** A verifier that finds parts beside a bundle by the resolver; one for each archive. */
  readonly verifier: (parts: PartResolver) => Judge;
}

export interface ArchiveRequest {
  /** In order; those of one batch stand together. */
  readonly documents: readonly DocumentPlace[];
  readonly isFull: boolean;
  readonly nameOf: (document: DocumentPlace) => string;
  /** Bodies and secrets of some of them, by id. */
  readonly load: (documents: readonly DocumentPlace[]) => Promise<ReadonlyMap<string, StoredBytes>>;
}

/** A statement answers for as many. */
const ATTESTED_AT_MOST = 1_000;
/** Documents whose bytes are in memory at a time; one may have a megabyte. */
const LOADED_AT_MOST = 16;
/** Folder of the parts beside the bundles. */
const EVIDENCE = 'evidence';

export class BundleArchiver {
  readonly #context: ArchiveContext;

  constructor(context: ArchiveContext) {
    this.#context = context;
  }

  /** @throws {UnprovenError} @throws {EvidenceError} @throws {LedgerError} @throws {UnavailableError} */
  async *files(request: ArchiveRequest): AsyncGenerator<ArchiveFile> {
    const written = new Set<string>();
    let parts: ReadonlyMap<string, Uint8Array> = new Map();
    const judge = this.#context.verifier((hash) => Promise.resolve(parts.get(hash)));
    for (const group of groupsOf(request.documents)) {
      const shared = detachParts(await this.#partsOf(group, request, judge), sha256);
      parts = shared.parts;
      for (const [hash, bytes] of parts) {
        if (written.has(hash)) continue;
        written.add(hash);
        yield { name: `${EVIDENCE}/${hash}.json`, bytes };
      }
      yield* this.#bundles(group, shared.bundle, request, judge);
    }
  }

  /** Found with the first document of the group. */
  async #partsOf(
    group: readonly DocumentPlace[],
    request: ArchiveRequest,
    judge: Judge,
  ): Promise<BundleParts> {
    const { statements, finder } = this.#context;
    const [document] = await load(group.slice(0, 1), request);
    if (document === undefined) return {};
    const draft = draftOf(document, await unprovenBundle(this.#context, document, []), judge);
    const { series, batch } = document;
    const hashes = group.map(({ hash }) => hash);
    const { parts } = await finder.statement(draft, {
      first: () => statements.ofMany(series, batch, hashes),
      another: (avoid) => statements.another(series, batch, hashes, avoid),
    });
    return request.isFull ? (await finder.evidence(draft, parts.statement, document)).parts : parts;
  }

  async *#bundles(
    group: readonly DocumentPlace[],
    references: PartsInFile,
    request: ArchiveRequest,
    judge: Judge,
  ): AsyncGenerator<ArchiveFile> {
    for (let at = 0; at < group.length; at += LOADED_AT_MOST) {
      for (const document of await load(group.slice(at, at + LOADED_AT_MOST), request)) {
        const unproven = await unprovenBundle(this.#context, document, []);
        const { text, verdict } = await judged(unproven, references, judge);
        if (!(request.isFull ? isFull(verdict) : verdict.verdict === 'valid')) {
          const codes = failedCodes(verdict);
          this.#context.log.error({ id: document.id, codes }, 'bundle would not verify');
          throw new UnprovenError(`bundle of ${document.id} would not verify: ${codes.join(', ')}`);
        }
        yield { name: request.nameOf(document), bytes: utf8Encode(text) };
      }
    }
  }
}

/** In the same order. @throws {UnprovenError} When the bytes of one were destroyed meanwhile. */
async function load(
  documents: readonly DocumentPlace[],
  request: ArchiveRequest,
): Promise<AnchoredDocument[]> {
  const bytes = await request.load(documents);
  return documents.map((document) => {
    const stored = bytes.get(document.id);
    if (stored === undefined) throw new UnprovenError(`${document.id} went away while its archive was made`);
    return { ...document, ...stored };
  });
}

/** Neighbors of one batch, as many as one statement answers for. */
function groupsOf(documents: readonly DocumentPlace[]): DocumentPlace[][] {
  const groups: DocumentPlace[][] = [];
  for (const document of documents) {
    const last = groups.at(-1);
    if (last?.[0]?.batchId === document.batchId && last.length < ATTESTED_AT_MOST) last.push(document);
    else groups.push([document]);
  }
  return groups;
}
