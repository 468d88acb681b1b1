/**
 * Invoices of the issuing side in memory: what they look like, their hashes by core, and bundles that nobody signed.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { disclose, formatNumber, INVOICE_REQUIRED, parseHexHash, sealDocument, toHex } from '@chopmark/core';
import type { BundleParts } from '@chopmark/core/verify';

import { suites } from '../../../gateway/dist/proofs/node-crypto.js';
import type {
  ArchiveSelection,
  BundleExtent,
  InvoiceFilter,
  InvoiceView,
  NewInvoice,
  OperationView,
} from '@chopmark/gateway';

const NETWORK = parseHexHash('11'.repeat(32));
const SERIES = 'inv-26002';
const PREFIX = '26002';

export interface Kept {
  view: InvoiceView;
  readonly invoice: NewInvoice;
  readonly line?: number;
}

/** As a batch of its own with this sequence. */
export function anchoredView({ view, invoice }: Kept, sequence: number): InvoiceView {
  return {
    ...view,
    state: 'anchored',
    number: formatNumber('invoice', PREFIX, sequence),
    documentHash: toHex(sealOf(invoice, sequence).hash),
    anchoredAt: new Date().toISOString(),
    ledger: {
      namespace: 'tax',
      series: SERIES,
      batch: sequence,
      sequence,
      block: sequence + 4,
      position: 0,
      txId: 'ab'.repeat(32),
    },
  };
}

export function viewOf({ document, reference, sellerTaxId }: NewInvoice, operationId: string): InvoiceView {
  const text = (name: string): string => document[name] as string;
  const seller = document['seller'] as { readonly name: string };
  const buyer = document['buyer'] as { readonly name: string; readonly taxId?: string };
  return {
    id: `inv_${randomBytes(16).toString('hex')}`,
    number: null,
    state: 'accepted',
    ...(reference !== undefined && { reference }),
    issuedOn: text('issuedOn'),
    currency: text('currency'),
    letter: text('letter'),
    totalNet: text('totalNet'),
    totalTax: text('totalTax'),
    totalGross: text('totalGross'),
    seller: { name: seller.name, taxId: sellerTaxId },
    buyer: { name: buyer.name, ...(buyer.taxId !== undefined && { taxId: buyer.taxId }) },
    documentHash: null,
    operationId,
    acceptedAt: new Date().toISOString(),
    anchoredAt: null,
    ledger: null,
    refusal: null,
  };
}

export function singleOperation({ view, invoice }: Kept): OperationView {
  const done = view.state === 'anchored' || view.state === 'refused';
  return {
    id: view.operationId,
    kind: 'invoice',
    state: view.state === 'anchored' ? 'succeeded' : view.state === 'refused' ? 'failed' : 'running',
    createdAt: view.acceptedAt,
    finishedAt: done ? (view.anchoredAt ?? view.acceptedAt) : null,
    createdBy: invoice.createdBy,
    total: 1,
    accepted: 1,
    anchored: view.state === 'anchored' ? 1 : 0,
    refused: view.state === 'refused' ? 1 : 0,
    invoice: view,
  };
}

function sealOf({ document }: NewInvoice, sequence: number): ReturnType<typeof sealDocument> {
  return sealDocument({
    suite: suites['sha256-p256']!,
    secret: new Uint8Array(32).fill(sequence),
    network: NETWORK,
    namespace: 'tax',
    kind: 'invoice',
    schema: 1,
    series: SERIES,
    sequence,
    document,
    requiredMembers: INVOICE_REQUIRED,
  });
}

/** Nobody signed any of it. */
export function partsOf(extent: BundleExtent): BundleParts {
  const statement = { signedProposal: 'AA==', responsePayload: 'AA==', endorsements: [] };
  if (extent === 'compact') return { statement };
  const header = 'AA==';
  return {
    statement,
    transaction: { envelope: 'AA==' },
    block: { header, before: [], after: [], orderers: 'AA==' },
    configuration: [{ header, envelope: 'AA==' }],
  };
}

export function bundleOf({ invoice, view: { ledger } }: Kept, hiddenPaths: readonly string[]): object {
  if (ledger === null) throw new Error('not anchored');
  return {
    format: 'chopmark/bundle/1',
    document: disclose(sealOf(invoice, ledger.sequence), hiddenPaths),
    batch: { batch: ledger.batch, index: 0, path: [] },
  };
}

export function isIn(selection: ArchiveSelection, view: InvoiceView, line = 1): boolean {
  if ('operationId' in selection) {
    const { operationId, firstLine, lastLine } = selection;
    return view.operationId === operationId && isBetween(line, firstLine, lastLine);
  }
  const { sides, firstNumber, lastNumber, issuedFrom, issuedTo } = selection;
  return (
    (sides === 'all' || sides.some(({ side, taxId }) => view[side].taxId === taxId)) &&
    isBetween(view.number ?? '', firstNumber, lastNumber) &&
    isBetween(view.issuedOn, issuedFrom, issuedTo)
  );
}

function isBetween<T extends number | string>(value: T, first: T | undefined, last: T | undefined): boolean {
  return (first === undefined || value >= first) && (last === undefined || value <= last);
}

export function matches(
  view: InvoiceView,
  { party, state, issuedFrom, issuedTo, reference }: InvoiceFilter,
): boolean {
  return (
    (party === undefined || view.seller.taxId === party || view.buyer.taxId === party) &&
    (state === undefined || view.state === state) &&
    (issuedFrom === undefined || view.issuedOn >= issuedFrom) &&
    (issuedTo === undefined || view.issuedOn <= issuedTo) &&
    (reference === undefined || view.reference === reference)
  );
}
