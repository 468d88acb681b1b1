/**
 * Bundles of invoices: one, or many in an archive.
 *
 * @module
 */
import { formatNumber } from '@chopmark/core';

import { prefixOf } from '../pipeline/series-name.js';
import type { AnchoredDocument, DocumentPlace } from '../proofs/anchored-document.js';
import type { BundleArchiver } from '../proofs/bundle-archive.js';
import type { BundleMaker, StatementClock } from '../proofs/bundle-maker.js';
import { UnprovenError } from '../proofs/find-parts.js';
import { onDatabase } from '../store/failure.js';
import { ATTRIBUTE, inSpan } from '../tracing/spans.js';
import { anchoredPlaces, storedBytes } from './anchored-places.js';
import { conditionOfArchive } from './archive-conditions.js';
import { conditionOfInvoice } from './find-invoice.js';
import {
  type ArchiveSelection,
  type BundleArchive,
  type BundleExtent,
  MAX_ARCHIVE_DOCUMENTS,
} from './invoice-desk.js';
import type { Store } from './store.js';

export interface ProofParts extends Store {
  readonly maker: BundleMaker;
  readonly archiver: BundleArchiver;
}

export class InvoiceProofs {
  readonly #parts: ProofParts;

  constructor(parts: ProofParts) {
    this.#parts = parts;
  }

  /** @returns `undefined` when there is no such invoice, or it is not anchored. */
  bundle(
    numberOrId: string,
    hiddenPaths: readonly string[],
    extent: BundleExtent,
    clock?: StatementClock,
  ): Promise<string | undefined> {
    return inSpan('proof', async (span) => {
      span?.setAttribute('chopmark.extent', extent);
      const document = await this.#document(numberOrId);
      if (document === undefined) return undefined;
      span?.setAttribute(ATTRIBUTE.invoice, document.id);
      return this.#parts.maker.make(document, hiddenPaths, extent === 'full', clock);
    });
  }

  async #document(numberOrId: string): Promise<AnchoredDocument | undefined> {
    const { db, vault } = this.#parts;
    const condition = conditionOfInvoice(numberOrId);
    if (condition === undefined) return undefined;
    return onDatabase(async () => {
      const [place] = await anchoredPlaces(db, condition, 1);
      if (place === undefined) return undefined;
      const stored = (await storedBytes({ db, vault }, [place.id])).get(place.id);
      if (stored === undefined) throw new UnprovenError(`stored bytes of ${place.id} do not open`);
      return { ...place, ...stored };
    });
  }

  async archive(selection: ArchiveSelection, extent: BundleExtent): Promise<BundleArchive> {
    const { db, vault, archiver } = this.#parts;
    const documents = await onDatabase(() =>
      anchoredPlaces(db, conditionOfArchive(vault, selection), MAX_ARCHIVE_DOCUMENTS + 1),
    );
    const files = archiver.files({
      documents,
      isFull: extent === 'full',
      nameOf: (document) => `${numberOf(document)}.json`,
      load: (some) =>
        onDatabase(() =>
          storedBytes(
            { db, vault },
            some.map(({ id }) => id),
          ),
        ),
    });
    return { documents: documents.length, files };
  }
}

function numberOf({ kind, series, sequence }: DocumentPlace): string {
  return formatNumber(kind, prefixOf(series), sequence);
}
