/**
 * The desk: the port's methods, each one step into the parts that do the work.
 *
 * @module
 */
import { setTimeout as delay } from 'node:timers/promises';

import { type JsonObject, type JsonValue, utf8Decode } from '@chopmark/core';
import type { SpanContext } from '@opentelemetry/api';
import { sql } from 'kysely';

import { AcceptanceUnknownError, UnavailableError } from '../errors.js';
import type { Halts } from '../pipeline/halt.js';
import type { Troubles } from '../pipeline/troubles.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import type { AtStep } from '../pipeline/steps.js';
import type {
  Erasure,
  ErasureOutcome,
  ErasureReason,
  InvoicePrivacy,
  LegalHold,
  NewHold,
} from '../privacy/invoice-privacy.js';
import type { StatementClock } from '../proofs/bundle-maker.js';
import { fieldsAgree } from '../proofs/three-fields.js';
import { isDataFault, isTransient, onDatabase } from '../store/failure.js';
import { operationSpans } from '../tracing/origins.js';
import { ATTRIBUTE, inSpan, presentSpan } from '../tracing/spans.js';
import { acceptGroup, type AcceptRequest, type AcceptResult, durableAmong } from './accept.js';
import { contentOfRow } from './document-content.js';
import { findInvoice } from './find-invoice.js';
import { GroupCommit } from '../store/group-commit.js';
import type { LedgerSideHealth } from '../anchoring/health.js';
import { appendLines, checkLines } from './import-lines.js';
import type {
  AcceptOutcome,
  ArchiveSelection,
  BatchLine,
  BatchOptions,
  BundleArchive,
  BundleExtent,
  CheckResult,
  InvoiceDesk,
  InvoiceFilter,
  InvoiceSide,
  InvoiceView,
  LeftUpload,
  LineResult,
  NewInvoice,
  OperationView,
  Page,
  RegisterEntry,
  RequestKey,
} from './invoice-desk.js';
import type { InvoiceProofs } from './invoice-proofs.js';
import { acceptedView, invoiceRow } from './invoice-row.js';
import { listInvoices } from './list-invoices.js';
import { closeImport, openImport, type OpenOutcome, operationById } from './operations.js';
import { registerOf } from './register.js';
import { resultsOf } from './results.js';
import type { Settlements } from './settlements.js';
import type { Store } from './store.js';
import { takeOverUploads, uploadsNeeded } from './uploads.js';
import { waitingOf, type WaitingView } from './waiting.js';
import { viewOf, viewWhere } from './views.js';

/** A group that met another process's is written again. */
const TRANSIENT_TRIES = 5;
/** A database that restarts is given so long to tell what it committed. */
const DURABLE_TRIES = 10;
const DURABLE_PAUSE_MS = 300;

export interface DeskParts extends Store {
  readonly pipeline: Pipeline;
  readonly halts: Halts;
  readonly troubles: Troubles;
  readonly settlements: Settlements;
  readonly proofs: InvoiceProofs;
  readonly privacy: InvoicePrivacy;
  readonly issueChannel: number;
  /** This run of the program, told from every other. */
  readonly run: string;
  readonly atStep: AtStep;
  readonly health: () => Promise<LedgerSideHealth>;
}

export class Desk implements InvoiceDesk {
  readonly #parts: DeskParts;
  readonly #group: GroupCommit<AcceptRequest, AcceptResult>;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#group = new GroupCommit((requests) => this.#write(requests), isDataFault);
  }

  health(): Promise<LedgerSideHealth> {
    return this.#parts.health();
  }

  accept(invoice: NewInvoice, key?: RequestKey): Promise<AcceptOutcome> {
    const request = presentSpan();
    return inSpan('accept', async (span) => {
      const accepted = await this.#accept(
        invoice,
        key && this.#unreadable(key),
        request ?? span?.spanContext(),
      );
      span?.setAttribute(ATTRIBUTE.outcome, accepted.outcome);
      if ('invoice' in accepted) span?.setAttribute(ATTRIBUTE.invoice, accepted.invoice.id);
      return accepted;
    });
  }

  async #accept(
    invoice: NewInvoice,
    key: RequestKey | undefined,
    origin: SpanContext | undefined,
  ): Promise<AcceptOutcome> {
    this.#assertMayWrite();
    const { atStep, issueChannel, pipeline, vault } = this.#parts;
    const row = invoiceRow(invoice, { issueChannel, vault });
    operationSpans.remember(row.operationId, origin);
    await atStep('accept.begin');
    const result = await this.#group.add({ row, ...(key === undefined ? {} : { key }) });
    await atStep('accept.durable');
    if (result.outcome === 'accepted') {
      pipeline.wake(row.series);
      return { outcome: 'accepted', invoice: acceptedView(row, result.acceptedAt) };
    }
    const earlier = await onDatabase(() =>
      result.outcome === 'keyTaken' ? this.#byKey(key as RequestKey) : this.#byReference(invoice),
    );
    // What stood in the way was given back meanwhile.
    return earlier ?? this.#accept(invoice, key, origin);
  }

  earlier(key: RequestKey): Promise<AcceptOutcome | undefined> {
    return onDatabase(() => this.#byKey(this.#unreadable(key)));
  }

  settle(id: string, waitMs: number, known?: InvoiceView): Promise<InvoiceView> {
    return onDatabase(() => this.#parts.settlements.wait(id, waitMs, known));
  }

  async find(numberOrId: string): Promise<InvoiceView | undefined> {
    const row = await onDatabase(() => findInvoice(this.#parts.db, numberOrId));
    return row === undefined ? undefined : onDatabase(() => viewOf(this.#parts, row));
  }

  document(numberOrId: string): Promise<Readonly<Record<string, JsonValue>> | undefined> {
    return onDatabase(async () => {
      const row = await findInvoice(this.#parts.db, numberOrId);
      const content = row && (await contentOfRow(this.#parts.vault, row));
      return content && (JSON.parse(utf8Decode(content.body)) as JsonObject);
    });
  }

  list(filter: InvoiceFilter, limit: number, cursor?: string): Promise<Page<InvoiceView>> {
    return onDatabase(() => listInvoices(this.#parts, filter, limit, cursor));
  }

  async openBatch(createdBy: string, key?: RequestKey, options?: BatchOptions): Promise<OpenOutcome> {
    this.#assertMayWrite();
    const opener = { createdBy, organizationId: options?.organizationId, run: this.#parts.run };
    return onDatabase(() => openImport(this.#parts, opener, key && this.#unreadable(key), options));
  }

  async appendBatch(operationId: string, lines: readonly BatchLine[]): Promise<void> {
    this.#assertMayWrite();
    const { db, vault, issueChannel, pipeline, run } = this.#parts;
    const series = await onDatabase(() =>
      appendLines(db, { operationId, run }, lines, { vault, issueChannel }),
    );
    for (const one of series) pipeline.wake(one);
  }

  checkBatch(operationId: string, lines: readonly BatchLine[]): Promise<void> {
    const { db, run, vault } = this.#parts;
    return onDatabase(() => checkLines(db, { operationId, run }, lines, vault));
  }

  closeBatch(operationId: string): Promise<OperationView> {
    return onDatabase(() => closeImport(this.#parts.db, operationId));
  }

  async abandonBatch(operationId: string): Promise<void> {
    await onDatabase(() => closeImport(this.#parts.db, operationId, true));
  }

  takeOverUploads(isHere: (file: string) => Promise<boolean>): Promise<readonly LeftUpload[]> {
    return onDatabase(() =>
      takeOverUploads(this.#parts, this.#parts.run, isHere, (id) => this.abandonBatch(id)),
    );
  }

  uploadsNeeded(): Promise<ReadonlySet<string>> {
    return onDatabase(() => uploadsNeeded(this.#parts.db));
  }

  operation(id: string): Promise<OperationView | undefined> {
    return onDatabase(async () => {
      const operation = await operationById(this.#parts, id);
      if (operation?.state !== 'running') return operation;
      const waiting = await waitingOf(this.#parts, id);
      return waiting === undefined ? operation : { ...operation, waiting };
    });
  }

  waiting(operationId: string): Promise<WaitingView | undefined> {
    return onDatabase(() => waitingOf(this.#parts, operationId));
  }

  results(operationId: string): AsyncIterable<LineResult> {
    return resultsOf(this.#parts, operationId);
  }

  bundle(
    numberOrId: string,
    hiddenPaths: readonly string[] = [],
    extent: BundleExtent = 'compact',
    clock?: StatementClock,
  ): Promise<string | undefined> {
    return this.#parts.proofs.bundle(numberOrId, hiddenPaths, extent, clock);
  }

  archive(selection: ArchiveSelection, extent: BundleExtent): Promise<BundleArchive> {
    return this.#parts.proofs.archive(selection, extent);
  }

  register(sides: 'all' | readonly InvoiceSide[], month: string): AsyncIterable<RegisterEntry> {
    return registerOf(this.#parts, sides, month);
  }

  async check(number: string, issuedOn: string, totalGross: string): Promise<CheckResult> {
    const view = await this.find(number);
    if (view?.number !== number) {
      return (await this.erasureOf(number)) === undefined ? 'notFound' : 'erased';
    }
    return fieldsAgree(view, { issuedOn, totalGross }) ? 'consistent' : 'inconsistent';
  }

  erasureOf(numberOrId: string): Promise<Erasure | undefined> {
    return this.#parts.privacy.erasureOf(numberOrId);
  }

  erase(id: string, reason: ErasureReason, by: string): Promise<ErasureOutcome> {
    return this.#parts.privacy.erase(id, reason, by);
  }

  holds(id: string): Promise<readonly LegalHold[]> {
    return this.#parts.privacy.holds(id);
  }

  hold(id: string, hold: NewHold, by: string): Promise<LegalHold | undefined> {
    return this.#parts.privacy.hold(id, hold, by);
  }

  liftHold(id: string, holdId: string, by: string): Promise<boolean> {
    return this.#parts.privacy.liftHold(id, holdId, by);
  }

  /** What is kept of a key tells nothing of what was sent under it. */
  #unreadable(key: RequestKey): RequestKey {
    const { vault } = this.#parts;
    return {
      scope: key.scope,
      key: vault.requestKey(key.scope, key.key),
      bodyHash: vault.request(key.bodyHash),
    };
  }

  /** @throws {UnavailableError} `pipeline` while everything is halted. */
  #assertMayWrite(): void {
    const halt = this.#parts.halts.ofEverything();
    if (halt !== undefined) throw new UnavailableError('pipeline', `nothing is accepted: ${halt.code}`);
  }

  async #byKey({ scope, key, bodyHash }: RequestKey): Promise<AcceptOutcome | undefined> {
    const first = await this.#parts.db
      .selectFrom('request_key')
      .select(['subject', 'body_hash'])
      .where('scope', '=', scope)
      .where('key', '=', key)
      .executeTakeFirst();
    if (first === undefined) return undefined;
    const erasure = await this.erasureOf(first.subject);
    if (erasure !== undefined) return { outcome: 'erased', erasure };
    if (first.body_hash !== bodyHash) return { outcome: 'keyReused' };
    const invoice = await viewWhere(this.#parts, sql`i.id = ${first.subject}`);
    return invoice && { outcome: 'replayed', invoice };
  }

  async #byReference({ sellerTaxId, reference = '' }: NewInvoice): Promise<AcceptOutcome | undefined> {
    const { vault } = this.#parts;
    const invoice = await viewWhere(
      this.#parts,
      sql`i.seller_token = ${vault.taxpayer(sellerTaxId)} and i.reference_token = ${vault.reference(reference)}`,
    );
    return invoice && { outcome: 'referenceUsed', invoice };
  }

  async #write(
    requests: readonly AcceptRequest[],
    tries = TRANSIENT_TRIES,
  ): Promise<readonly AcceptResult[]> {
    const reached = { commit: false };
    try {
      return await onDatabase(() => acceptGroup(this.#parts.db, requests, () => (reached.commit = true)));
    } catch (error) {
      if (isTransient(error) && tries > 1) return this.#write(requests, tries - 1);
      if (!reached.commit || !(error instanceof UnavailableError)) throw error;
      return this.#afterLostAnswer(requests, error);
    }
  }

  /** The connection broke in the commit: what is durable is accepted, the rest was not. */
  async #afterLostAnswer(
    requests: readonly AcceptRequest[],
    error: UnavailableError,
  ): Promise<readonly AcceptResult[]> {
    const durable = await this.#askDurable(requests.map(({ row }) => row.id));
    // One transaction: all or nothing, save those that had lost a key or reference to an earlier one.
    if (durable.size === 0) throw error;
    return requests.map(({ row, key }): AcceptResult => {
      const acceptedAt = durable.get(row.id);
      if (acceptedAt !== undefined) return { outcome: 'accepted', acceptedAt };
      return { outcome: row.reference === null || key !== undefined ? 'keyTaken' : 'referenceTaken' };
    });
  }

  /** @throws {AcceptanceUnknownError} When the database stays away. */
  async #askDurable(ids: readonly string[]): Promise<Map<string, Date>> {
    for (let tries = DURABLE_TRIES; ; tries -= 1) {
      try {
        return await durableAmong(this.#parts.db, ids);
      } catch (error) {
        if (tries === 1) throw new AcceptanceUnknownError('no answer after a commit', { cause: error });
        await delay(DURABLE_PAUSE_MS);
      }
    }
  }
}
