/**
 * What the HTTP side asks of the issuing side. The routes know this port only; the
 * pipeline behind it knows nothing of HTTP.
 *
 * @module
 */
import type { JsonValue } from '@chopmark/core';

import type { ArchiveFile } from '../archive/zip-stream.js';
import type { LedgerSideHealth } from '../anchoring/health.js';
import type { LedgerPlace } from '../ledger/ledger-place.js';
import type { ErasedInvoice, Erasure, InvoicePrivacy } from '../privacy/invoice-privacy.js';
import type { StatementClock } from '../proofs/bundle-maker.js';
import type { WaitingView } from './waiting.js';

/** `accepted → sealed → submitted → anchored`, or `refused` (design.md section 7). */
export type InvoiceState = 'accepted' | 'sealed' | 'submitted' | 'anchored' | 'refused';

/** An invoice that passed every rule, ready to be made durable. */
export interface NewInvoice {
  /** The complete document of kind `invoice`, schema 1 (docs/formats.md section 1). */
  readonly document: Readonly<Record<string, JsonValue>>;
  /** Taxpayer id of the seller: the owner of the row and the scope of `reference`. */
  readonly sellerTaxId: string;
  /** The seller's own reference; unique for each seller. */
  readonly reference?: string;
  /** Account that asked for it. */
  readonly createdBy: string;
}

/** Idempotency of one request (RFC draft Idempotency-Key): scope = account and route. */
export interface RequestKey {
  readonly scope: string;
  readonly key: string;
  /** SHA-256 of the canonical request body, lowercase hex. */
  readonly bodyHash: string;
}

export interface InvoiceView {
  /** Opaque id, `inv_…`; known before there is a number. */
  readonly id: string;
  /** Twenty digits once anchored, before that `null`. */
  readonly number: string | null;
  readonly state: InvoiceState;
  readonly reference?: string;
  readonly issuedOn: string;
  readonly currency: string;
  readonly letter: string;
  readonly totalNet: string;
  readonly totalTax: string;
  readonly totalGross: string;
  readonly seller: { readonly name: string; readonly taxId: string };
  readonly buyer: { readonly name: string; readonly taxId?: string };
  /** Lowercase hex once sealed. */
  readonly documentHash: string | null;
  /** Operation that tells how the invoice fares: `op_…`. */
  readonly operationId: string;
  readonly acceptedAt: string;
  readonly anchoredAt: string | null;
  /** Where on the ledger, once anchored. */
  readonly ledger: LedgerPlace | null;
  /** Why it was refused; `null` otherwise. */
  readonly refusal: { readonly code: string; readonly detail: string } | null;
}

/** Its stored contents are gone or do not open: nothing can be shown of it but how it fares. Operators have to look. */
export class DamagedInvoiceError extends Error {
  override readonly name = 'DamagedInvoiceError';

  constructor(
    readonly id: string,
    readonly state: InvoiceState,
    readonly refusal: InvoiceView['refusal'],
  ) {
    super(`stored contents of ${id} cannot be read`);
  }
}

/** What became of one request to issue. */
export type AcceptOutcome =
  | { readonly outcome: 'accepted'; readonly invoice: InvoiceView }
  /** The same key and body came before: the first one's present state. */
  | { readonly outcome: 'replayed'; readonly invoice: InvoiceView }
  /** The key was used with another body. */
  | { readonly outcome: 'keyReused' }
  /** The seller's reference was used before, by this invoice. */
  | { readonly outcome: 'referenceUsed'; readonly invoice: InvoiceView }
  /** What the key made was erased since. */
  | { readonly outcome: 'erased'; readonly erasure: Erasure };

export type OperationState = 'running' | 'succeeded' | 'failed' | 'partlyFailed';

export interface OperationView {
  readonly id: string;
  readonly kind: 'invoice' | 'invoiceBatch';
  readonly state: OperationState;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly createdBy: string;
  /** Of a batch for one seller only: that one. */
  readonly organizationId?: string;
  readonly total: number | null;
  readonly accepted: number;
  readonly anchored: number;
  readonly refused: number;
  /** Only checked: `accepted` lines would be issued. */
  readonly dryRun?: true;
  /** What became of each line is not told any more. */
  readonly resultsGone?: true;
  /** For kind `invoice`: the invoice. */
  readonly invoice?: InvoiceView;
  /** While it runs and something stands in the way. */
  readonly waiting?: WaitingView;
}

/** One line of a batch: accepted with its invoice, or refused with the reasons. */
export type BatchLine =
  | {
      readonly line: number;
      readonly invoice: NewInvoice;
      /** What is told when its reference turns out to be taken; needed when it has one. */
      readonly referenceUsed?: LineProblem;
    }
  | {
      readonly line: number;
      readonly refused: readonly LineProblem[];
      /** As it stands in a table, where it can be read. */
      readonly reference?: string;
    };

export interface LineProblem {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
  /** Line or row of the file, where it is not that of the invoice. */
  readonly line?: number;
  /** Name of the column, or path of the XML element. */
  readonly column?: string;
  /** Name inside an archive. */
  readonly file?: string;
}

/** A complete upload: what it takes to read it again after a restart. */
export interface Upload {
  /** Name of the file among those of this gateway. */
  readonly file: string;
  /** What the file is sealed under; the desk keeps it sealed itself, for as long as the upload. */
  readonly key: Uint8Array;
  readonly format: string;
  /** Under whom and when its lines are judged; the desk keeps it and looks at nothing in it. */
  readonly judge: JsonValue;
}

export interface BatchOptions {
  /** Seller of every line; absent: of any seller. */
  readonly organizationId?: string | undefined;
  /** Every line is checked as usual, and none is issued. */
  readonly dryRun?: boolean;
  /** Kept until the batch is closed. */
  readonly upload?: Upload;
}

/** An import whose process is gone. */
export interface LeftUpload extends Upload {
  readonly operationId: string;
  readonly dryRun: boolean;
  /** Up to this line everything is durable; 0 at first. */
  readonly lastLine: number;
}

export interface LineResult {
  readonly line: number;
  /** `checked`: of a dry run; would be issued. `erased`: it was issued or refused, and its contents were destroyed. */
  readonly state: InvoiceState | 'checked' | 'erased';
  readonly invoice?: InvoiceView;
  /** For `erased`. */
  readonly erasure?: ErasedInvoice;
  readonly errors?: readonly LineProblem[];
  /** Of a refused row of a table, and of a line that was only checked. */
  readonly reference?: string;
}

export interface InvoiceFilter {
  /** Only invoices of which this taxpayer is seller or buyer; absent: all (officers, auditors). */
  readonly party?: string;
  readonly state?: InvoiceState;
  readonly issuedFrom?: string;
  readonly issuedTo?: string;
  readonly reference?: string;
}

/** How much a bundle holds: what proves the document alone, or everything of docs/formats.md section 4. */
export type BundleExtent = 'compact' | 'full';

/** One side of an invoice, and the taxpayer that stands there. */
export interface InvoiceSide {
  readonly side: 'seller' | 'buyer';
  readonly taxId: string;
}

/** Anchored invoices to put into one archive; all bounds are inclusive. */
export type ArchiveSelection =
  | { readonly operationId: string; readonly firstLine?: number; readonly lastLine?: number }
  | {
      /** Invoices with one of these sides. */
      readonly sides: 'all' | readonly InvoiceSide[];
      readonly issuedFrom?: string;
      readonly issuedTo?: string;
      /** Twenty digits. */
      readonly firstNumber?: string;
      readonly lastNumber?: string;
    };

/** Most documents of one archive. */
export const MAX_ARCHIVE_DOCUMENTS = 10_000;

/** One invoice of a register. */
export interface RegisterEntry {
  readonly id: string;
  readonly issuedOn: string;
  /** Absent when its contents are gone or do not open. */
  readonly invoice?: InvoiceView;
  /** In its place, of an invoice that was erased. */
  readonly erasure?: ErasedInvoice;
  /** Where an erased one stands; that of others stands in `invoice`. */
  readonly ledger?: LedgerPlace | null;
  readonly documentHash?: string;
  readonly document?: Readonly<Record<string, JsonValue>>;
  /** Lowercase hex, once anchored. */
  readonly batchRoot?: string;
  /** Whether the root follows from the entries of the anchored batch, and the entry at its place is its hash. */
  readonly agrees?: boolean;
}

export interface BundleArchive {
  /** One more than the most when there are too many; `files` must not be read then. */
  readonly documents: number;
  /**
   * Bundles in order of their numbers, each series for itself, and before the first that refers to it each shared part.
   * Made while they are read; closing the iterator stops the making.
   */
  readonly files: AsyncIterable<ArchiveFile>;
}

export type CheckResult = 'consistent' | 'inconsistent' | 'notFound' | 'erased';

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/**
 * The issuing side. Every method rejects with `UnavailableError` (gateway/src/errors.ts) when the
 * database or the ledger cannot be asked; `accept` does so only while nothing is durable.
 */
export interface InvoiceDesk extends InvoicePrivacy {
  /** Makes one invoice durable with its idempotency key and outbox row, in one transaction. */
  accept(invoice: NewInvoice, key?: RequestKey): Promise<AcceptOutcome>;
  /** What `accept` would answer because the key was used before; `undefined` while it was not. */
  earlier(key: RequestKey): Promise<AcceptOutcome | undefined>;
  /**
   * Resolves when the invoice is `anchored` or `refused`, or after `waitMs` with its present state.
   *
   * @param known The invoice as it was read or accepted a moment ago, which saves reading it again.
   */
  settle(id: string, waitMs: number, known?: InvoiceView): Promise<InvoiceView>;
  /** By twenty-digit number (anchored ones only) or by `inv_…` id. */
  find(numberOrId: string): Promise<InvoiceView | undefined>;
  /** The whole document, for its parties. */
  document(numberOrId: string): Promise<Readonly<Record<string, JsonValue>> | undefined>;
  list(filter: InvoiceFilter, limit: number, cursor?: string): Promise<Page<InvoiceView>>;

  /** Opens a batch operation; lines follow, in chunks, each chunk one durable transaction. */
  openBatch(
    createdBy: string,
    key?: RequestKey,
    options?: BatchOptions,
  ): Promise<
    | { readonly outcome: 'opened' | 'replayed'; readonly operation: OperationView }
    | { readonly outcome: 'keyReused' }
  >;
  appendBatch(operationId: string, lines: readonly BatchLine[]): Promise<void>;
  /** A chunk of a dry run. */
  checkBatch(operationId: string, lines: readonly BatchLine[]): Promise<void>;
  /** Every line is durable; the upload is forgotten. */
  closeBatch(operationId: string): Promise<OperationView>;
  /** As `closeBatch`, though lines are missing that nobody can read any more. */
  abandonBatch(operationId: string): Promise<void>;
  /** Imports whose process is gone; those whose file is here are this process's from now on. */
  takeOverUploads(isHere: (file: string) => Promise<boolean>): Promise<readonly LeftUpload[]>;
  /** Names of files that some import still needs. */
  uploadsNeeded(): Promise<ReadonlySet<string>>;
  operation(id: string): Promise<OperationView | undefined>;
  /** Why an operation that runs waits; `undefined`: nothing stands in the way. Cheap while nothing does. */
  waiting(operationId: string): Promise<WaitingView | undefined>;
  /** Results in line order, streamed. */
  results(operationId: string): AsyncIterable<LineResult>;

  /**
   * Bundle (docs/formats.md section 4) as text, verified before it is handed out; `undefined` when not anchored.
   * Rejects with `EvidenceError` when only the compact one can be made.
   */
  bundle(
    numberOrId: string,
    hiddenPaths?: readonly string[],
    extent?: BundleExtent,
    clock?: StatementClock,
  ): Promise<string | undefined>;
  /** Bundles of many invoices with what they share beside them, each verified before it is handed out. */
  archive(selection: ArchiveSelection, extent: BundleExtent): Promise<BundleArchive>;
  /**
   * Invoices with one of these sides, issued in the month (`yyyy-mm`), in order of acceptance; read as they are asked for.
   * Whose an erased one was is not known: only a register of all has it.
   */
  register(sides: 'all' | readonly InvoiceSide[], month: string): AsyncIterable<RegisterEntry>;
  /** The three-field check: compares without telling which field differs; of an erased one there is nothing to compare. */
  check(number: string, issuedOn: string, totalGross: string): Promise<CheckResult>;

  /** How the parts are; never rejects. */
  health(): Promise<LedgerSideHealth>;
}
