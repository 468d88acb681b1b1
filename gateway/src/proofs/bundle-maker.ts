/**
 * Bundles one at a time: from the stored bytes, the batch's path, a statement and, in full ones, the block; each judged
 * by the offline verifier, under the local trust profile, before anybody gets it.
 *
 * @module
 */
import {
  type AnchoredDocument,
  draftOf,
  type Judge,
  type SealingContext,
  unprovenBundle,
} from './anchored-document.js';
import type { PartsFinder } from './find-parts.js';
import type { Statements } from './statements.js';

export interface BundleContext extends SealingContext {
  readonly statements: Statements;
  readonly finder: PartsFinder;
  readonly judge: Judge;
}

/** Whether the ledger clock is moved first when it is old; an old one makes an old status, and no worse proof. */
export type StatementClock = 'moved' | 'asItStands';

export class BundleMaker {
  readonly #context: BundleContext;

  constructor(context: BundleContext) {
    this.#context = context;
  }

  /**
   * @returns One line of canonical JSON (docs/formats.md section 4).
   * @throws {DocumentError} `MALFORMED_PATHS` for a path to hide that the document does not have.
   * @throws {UnprovenError} When it would not verify, or the stored bytes are no longer those that were sealed.
   * @throws {EvidenceError} When the compact bundle is proven, but no peer gives what the full one needs.
   */
  async make(
    document: AnchoredDocument,
    hiddenPaths: readonly string[],
    isFull = false,
    clock: StatementClock = 'moved',
  ): Promise<string> {
    const { statements, finder } = this.#context;
    const { series, batch, hash } = document;
    const unproven = await unprovenBundle(this.#context, document, hiddenPaths);
    const draft = draftOf(document, unproven, this.#context.judge);
    const { text, parts } = await finder.statement(draft, {
      first: () =>
        clock === 'moved'
          ? statements.about(series, batch, hash)
          : statements.asItStands(series, batch, hash),
      another: (avoid) => statements.another(series, batch, [hash], avoid),
    });
    return isFull ? (await finder.evidence(draft, parts.statement, document)).text : text;
  }
}
