/**
 * Compact bundles: from the stored bytes, the batch's path and a statement; each judged by the offline
 * verifier, under the local trust profile, before anybody gets it.
 *
 * @module
 */
import { disclose, equalBytes, type HexHash, hexHashOf, type SealedDocument, toBase64 } from '@chopmark/core';
import { BUNDLE_FORMAT, type Bundle, formatBundle, type Verdict } from '@chopmark/core/verify';

import type { SignedStatement } from '../ledger/ledger.js';
import { sealStored } from '../pipeline/hash-documents.js';
import type { PipelineLog } from '../pipeline/log.js';
import type { BatchTrees } from './batch-trees.js';
import type { Statements } from './statements.js';

/** A bundle of ours that our own verifier would not call valid: never handed out. */
export class UnprovenError extends Error {
  override readonly name = 'UnprovenError';
}

/** One anchored document with the bytes that the database keeps of it. */
export interface AnchoredDocument {
  readonly id: string;
  readonly kind: string;
  readonly suite: string;
  readonly series: string;
  readonly sequence: number;
  readonly batchId: number;
  readonly batch: number;
  readonly first: number;
  readonly index: number;
  /** As it was sealed, 32 bytes. */
  readonly hash: Uint8Array;
  readonly body: Uint8Array;
  readonly secret: Uint8Array;
}

export interface BundleContext {
  readonly network: HexHash;
  readonly namespace: string;
  readonly statements: Statements;
  readonly trees: BatchTrees;
  /** The offline verifier with the local trust profile. */
  readonly judge: (bundle: string) => Promise<Verdict>;
  readonly log: PipelineLog;
}

export class BundleMaker {
  readonly #context: BundleContext;

  constructor(context: BundleContext) {
    this.#context = context;
  }

  /**
   * @returns One line of canonical JSON (docs/formats.md section 4).
   * @throws {DocumentError} `MALFORMED_PATHS` for a path to hide that the document does not have.
   * @throws {UnprovenError} When it would not verify, or the stored bytes are no longer those that were sealed.
   */
  async make(document: AnchoredDocument, hiddenPaths: readonly string[]): Promise<string> {
    const { statements, log } = this.#context;
    const { series, batch, hash } = document;
    const sealed = this.#seal(document);
    const bundle = await this.#assemble(
      document,
      sealed,
      hiddenPaths,
      await statements.about(series, batch, hash),
    );
    const verdict = await this.#context.judge(bundle);
    if (verdict.verdict === 'valid') return bundle;
    log.warn(
      { id: document.id, codes: failedCodes(verdict) },
      'statement of no use; asking other organizations',
    );
    const second = await this.#assemble(
      document,
      sealed,
      hiddenPaths,
      await statements.another(series, batch, hash, verdict.signers),
    );
    const again = await this.#context.judge(second);
    if (again.verdict === 'valid') return second;
    log.error({ id: document.id, codes: failedCodes(again) }, 'bundle would not verify');
    throw new UnprovenError(`bundle of ${document.id} would not verify: ${failedCodes(again).join(', ')}`);
  }

  #seal(document: AnchoredDocument): SealedDocument {
    const { network, namespace, log } = this.#context;
    const { kind, series, suite, sequence, secret, body } = document;
    const sealed = sealStored({ network, namespace, kind, series, suite }, sequence, secret, body);
    if (!equalBytes(sealed.hash, document.hash)) {
      log.error({ id: document.id }, 'stored bytes are not those that were anchored');
      throw new UnprovenError(`stored bytes of ${document.id} are not those that were anchored`);
    }
    return sealed;
  }

  async #assemble(
    { batchId, batch, first, index, suite }: AnchoredDocument,
    sealed: SealedDocument,
    hiddenPaths: readonly string[],
    { signedProposal, responsePayload, endorsements }: SignedStatement,
  ): Promise<string> {
    const tree = await this.#context.trees.of(batchId, first, suite);
    const bundle: Bundle = {
      format: BUNDLE_FORMAT,
      document: disclose(sealed, hiddenPaths),
      batch: { batch, index, path: tree.inclusionPath(index).map((hash) => hexHashOf(hash)) },
      statement: {
        signedProposal: toBase64(signedProposal),
        responsePayload: toBase64(responsePayload),
        endorsements: endorsements.map(({ endorser, signature }) => ({
          endorser: toBase64(endorser),
          signature: toBase64(signature),
        })),
      },
    };
    return formatBundle(bundle);
  }
}

const failedCodes = ({ findings }: Verdict): string[] =>
  findings.filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown').map(({ code }) => code);
