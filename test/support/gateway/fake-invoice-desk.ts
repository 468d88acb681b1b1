/**
 * The issuing side in memory, true to the port (gateway/src/invoices/invoice-desk.ts): keys, references, states,
 * paging and line results as the real one has them; hashes and numbers by core. Anchors when somebody waits, unless
 * held.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import type { JsonObject } from '@chopmark/core';
import { detachParts } from '@chopmark/core/verify';

import type { ArchiveFile } from '../../../gateway/dist/archive/zip-stream.js';
import { sha256 } from '../../../gateway/dist/proofs/node-crypto.js';
import type {
  Erasure,
  ErasureOutcome,
  ErasureReason,
  LegalHold,
  NewHold,
} from '../../../gateway/dist/privacy/invoice-privacy.js';
import { erasedInvoice } from '../../../gateway/dist/privacy/remains.js';
import type { WaitingView } from '../../../gateway/dist/invoices/waiting.js';
import type { LedgerSideHealth } from '../../../gateway/dist/anchoring/health.js';
import type {
  AcceptOutcome,
  ArchiveSelection,
  BatchLine,
  BatchOptions,
  BundleArchive,
  BundleExtent,
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
  Upload,
} from '@chopmark/gateway';

import {
  anchoredView,
  bundleOf,
  isIn,
  type Kept,
  matches,
  partsOf,
  singleOperation,
  viewOf,
} from './fake-invoices.js';

interface KeptBatch {
  readonly id: string;
  readonly createdBy: string;
  readonly organizationId: string | undefined;
  readonly createdAt: string;
  closedAt: string | null;
  interrupted: boolean;
  readonly dryRun: boolean;
  upload: Upload | undefined;
  /** Of good lines of a dry run. */
  readonly references: Set<string>;
  readonly lines: Map<number, LineResult & { readonly invoiceId?: string }>;
}

type Method = keyof InvoiceDesk;

export class FakeInvoiceDesk implements InvoiceDesk {
  readonly invoices: Kept[] = [];
  /** Sizes of the chunks that came, in order. */
  readonly chunks: number[] = [];
  /** For how long callers of `settle` would wait, in order. */
  readonly waits: number[] = [];
  /** While true nothing is anchored. */
  held = false;
  /** Refusal of whatever is settled next, as the pipeline would give it. */
  refusal: InvoiceView['refusal'] = null;
  /** What archives were asked for, in order. */
  readonly selections: ArchiveSelection[] = [];
  /** How many documents an archive says it has, instead of how many there are. */
  archived: number | undefined;
  /** Archives that are being read. */
  openArchives = 0;
  /** Why nothing moves. */
  inTheWay: WaitingView | undefined;
  /** Megabytes of noise in front of each archive: more than a connection buffers. */
  padding = 0;
  /** First day on which anything may be erased; absent: any day. */
  retainedUntil: string | undefined;
  /** When invoices are erased, instead of now. */
  erasesAt: Date | undefined;
  readonly #erasures: Erasure[] = [];
  readonly #holds = new Map<string, LegalHold[]>();
  readonly #failures = new Map<Method, Error[]>();
  readonly #keys = new Map<string, { readonly bodyHash: string; readonly id: string }>();
  readonly #batches = new Map<string, KeptBatch>();
  /** Imports whose process is gone, as a test says. */
  readonly left: string[] = [];

  /** The next calls of a method reject with these, one each. */
  fail(method: Method, ...errors: Error[]): void {
    this.#failures.set(method, [...(this.#failures.get(method) ?? []), ...errors]);
  }

  async accept(invoice: NewInvoice, key?: RequestKey): Promise<AcceptOutcome> {
    await this.#asked('accept');
    const earlier = key && (await this.earlier(key));
    if (earlier) return earlier;
    const first = this.#byReference(invoice);
    if (first) return { outcome: 'referenceUsed', invoice: first.view };
    const kept = this.#keep(invoice, `op_${randomBytes(16).toString('hex')}`);
    if (key) this.#keys.set(keyOf(key), { bodyHash: key.bodyHash, id: kept.view.id });
    return { outcome: 'accepted', invoice: kept.view };
  }

  async earlier(key: RequestKey): Promise<AcceptOutcome | undefined> {
    const known = this.#keys.get(keyOf(key));
    const erasure = known && (await this.erasureOf(known.id));
    if (erasure) return { outcome: 'erased', erasure };
    if (known && known.bodyHash !== key.bodyHash) return { outcome: 'keyReused' };
    return known && { outcome: 'replayed', invoice: this.#require(known.id).view };
  }

  async settle(id: string, waitMs: number): Promise<InvoiceView> {
    this.waits.push(waitMs);
    await this.#asked('settle');
    const kept = this.#require(id);
    if (kept.view.state === 'accepted' && this.refusal !== null) {
      kept.view = { ...kept.view, state: 'refused', refusal: this.refusal };
      this.refusal = null;
    } else if (!this.held) this.#anchor(kept);
    return kept.view;
  }

  async find(numberOrId: string): Promise<InvoiceView | undefined> {
    await this.#asked('find');
    return this.#find(numberOrId)?.view;
  }

  async document(numberOrId: string): Promise<JsonObject | undefined> {
    await this.#asked('document');
    return this.#find(numberOrId)?.invoice.document;
  }

  async list(filter: InvoiceFilter, limit: number, cursor?: string): Promise<Page<InvoiceView>> {
    await this.#asked('list');
    const matching = [...this.invoices].reverse().filter(({ view }) => matches(view, filter));
    const start = cursor === undefined ? 0 : Number(cursor);
    const items = matching.slice(start, start + limit).map(({ view }) => view);
    const next = start + limit;
    return { items, nextCursor: next < matching.length ? String(next) : null };
  }

  async openBatch(
    createdBy: string,
    key?: RequestKey,
    { organizationId, dryRun = false, upload }: BatchOptions = {},
  ): Promise<{ outcome: 'opened' | 'replayed'; operation: OperationView } | { outcome: 'keyReused' }> {
    await this.#asked('openBatch');
    const known = key && this.#keys.get(keyOf(key));
    if (known && known.bodyHash !== key.bodyHash) return { outcome: 'keyReused' };
    const operation = known && this.#operation(known.id);
    const isWithin = organizationId === undefined || organizationId === operation?.organizationId;
    if (operation) return isWithin ? { outcome: 'replayed', operation } : { outcome: 'keyReused' };
    const id = `op_${randomBytes(16).toString('hex')}`;
    this.#batches.set(id, {
      id,
      createdBy,
      organizationId,
      createdAt: new Date().toISOString(),
      closedAt: null,
      interrupted: false,
      dryRun,
      upload,
      references: new Set(),
      lines: new Map(),
    });
    if (key) this.#keys.set(keyOf(key), { bodyHash: key.bodyHash, id });
    return { outcome: 'opened', operation: this.#operation(id) };
  }

  async appendBatch(operationId: string, lines: readonly BatchLine[]): Promise<void> {
    await this.#asked('appendBatch');
    const batch = this.#batches.get(operationId);
    if (batch?.closedAt !== null) throw new Error('the batch is closed or unknown');
    this.chunks.push(lines.length);
    for (const line of lines) if (!batch.lines.has(line.line)) this.#append(batch, line);
  }

  async checkBatch(operationId: string, lines: readonly BatchLine[]): Promise<void> {
    await this.#asked('checkBatch');
    const batch = this.#batches.get(operationId);
    if (batch?.closedAt !== null) throw new Error('the batch is closed or unknown');
    this.chunks.push(lines.length);
    for (const line of lines) {
      if ('refused' in line) this.#append(batch, line);
      else if (this.#isUsed(batch, line.invoice)) this.#refuseReference(batch, line);
      else {
        batch.references.add(referenceOf(line.invoice));
        const { reference } = line.invoice;
        batch.lines.set(line.line, {
          line: line.line,
          state: 'checked',
          ...(reference !== undefined && { reference }),
        });
      }
    }
  }

  async abandonBatch(operationId: string): Promise<void> {
    await this.#asked('abandonBatch');
    const batch = this.#batches.get(operationId);
    if (batch) Object.assign(batch, { interrupted: true, upload: undefined });
    await this.closeBatch(operationId);
  }

  async takeOverUploads(isHere: (file: string) => Promise<boolean>): Promise<LeftUpload[]> {
    await this.#asked('takeOverUploads');
    const taken: LeftUpload[] = [];
    for (const operationId of this.left.splice(0)) {
      const batch = this.#batches.get(operationId);
      if (batch?.upload === undefined || !(await isHere(batch.upload.file))) continue;
      const lastLine = Math.max(0, ...batch.lines.keys());
      taken.push({ operationId, ...batch.upload, dryRun: batch.dryRun, lastLine });
    }
    return taken;
  }

  async uploadsNeeded(): Promise<ReadonlySet<string>> {
    await this.#asked('uploadsNeeded');
    return new Set([...this.#batches.values()].flatMap(({ upload }) => upload?.file ?? []));
  }

  async closeBatch(operationId: string): Promise<OperationView> {
    await this.#asked('closeBatch');
    const batch = this.#batches.get(operationId);
    if (batch)
      Object.assign(batch, { closedAt: batch.closedAt ?? new Date().toISOString(), upload: undefined });
    if (!this.held)
      for (const kept of this.invoices) if (kept.view.operationId === operationId) this.#anchor(kept);
    return this.#operation(operationId);
  }

  async operation(id: string): Promise<OperationView | undefined> {
    await this.#asked('operation');
    const single = this.invoices.find(({ view, line }) => view.operationId === id && line === undefined);
    const found = single ? singleOperation(single) : this.#batches.has(id) ? this.#operation(id) : undefined;
    const { inTheWay: waiting } = this;
    return found?.state === 'running' && waiting !== undefined ? { ...found, waiting } : found;
  }

  async waiting(): Promise<WaitingView | undefined> {
    await this.#asked('waiting');
    return this.inTheWay;
  }

  async *results(operationId: string): AsyncGenerator<LineResult> {
    await this.#asked('results');
    const lines = [...(this.#batches.get(operationId)?.lines.values() ?? [])].sort((a, b) => a.line - b.line);
    for (const { invoiceId, ...result } of lines) {
      const erasure = invoiceId === undefined ? undefined : await this.erasureOf(invoiceId);
      if (erasure !== undefined) {
        yield { ...result, state: 'erased', erasure: erasedInvoice(erasure) };
        continue;
      }
      const invoice = invoiceId === undefined ? undefined : this.#require(invoiceId).view;
      yield invoice ? { ...result, state: invoice.state, invoice } : result;
    }
  }

  async bundle(
    numberOrId: string,
    hiddenPaths: readonly string[] = [],
    extent: BundleExtent = 'compact',
  ): Promise<string | undefined> {
    await this.#asked('bundle');
    const kept = this.#find(numberOrId);
    if (kept?.view.ledger == null) return undefined;
    return JSON.stringify({ ...bundleOf(kept, hiddenPaths), ...partsOf(extent) });
  }

  async archive(selection: ArchiveSelection, extent: BundleExtent): Promise<BundleArchive> {
    await this.#asked('archive');
    this.selections.push(selection);
    const kept = this.invoices.filter(
      ({ view, line }) => view.ledger !== null && isIn(selection, view, line),
    );
    return { documents: this.archived ?? kept.length, files: this.#files(kept, extent) };
  }

  async *#files(kept: readonly Kept[], extent: BundleExtent): AsyncGenerator<ArchiveFile> {
    this.openArchives += 1;
    try {
      for (let at = 0; at < this.padding; at += 1)
        yield { name: `noise/${at}`, bytes: randomBytes(1_000_000) };
      const { bundle: references, parts } = detachParts(partsOf(extent), sha256);
      if (kept.length > 0) {
        for (const [hash, bytes] of parts) yield { name: `evidence/${hash}.json`, bytes };
      }
      for (const one of kept) {
        await this.#asked('bundle');
        const text = JSON.stringify({ ...bundleOf(one, []), ...references });
        yield { name: `${one.view.number ?? ''}.json`, bytes: Buffer.from(text) };
      }
    } finally {
      this.openArchives -= 1;
    }
  }

  async *register(sides: 'all' | readonly InvoiceSide[], month: string): AsyncGenerator<RegisterEntry> {
    await this.#asked('register');
    const bounds = { issuedFrom: `${month}-01`, issuedTo: `${month}-31` };
    for (const { view, invoice } of this.invoices) {
      if (!isIn({ sides, ...bounds }, view)) continue;
      const place = view.ledger === null ? {} : { batchRoot: 'ef'.repeat(32), agrees: true };
      yield { id: view.id, issuedOn: view.issuedOn, invoice: view, document: invoice.document, ...place };
    }
  }

  async check(
    number: string,
    issuedOn: string,
    totalGross: string,
  ): Promise<'consistent' | 'inconsistent' | 'notFound' | 'erased'> {
    await this.#asked('check');
    const view = this.invoices.find((kept) => kept.view.number === number)?.view;
    if (view === undefined) return (await this.erasureOf(number)) === undefined ? 'notFound' : 'erased';
    return view.issuedOn === issuedOn && view.totalGross === totalGross ? 'consistent' : 'inconsistent';
  }

  async erasureOf(numberOrId: string): Promise<Erasure | undefined> {
    await this.#asked('erasureOf');
    return this.#erasures.find(({ id, number }) => id === numberOrId || number === numberOrId);
  }

  async erase(id: string, reason: ErasureReason, by: string): Promise<ErasureOutcome> {
    await this.#asked('erase');
    const { view } = this.#require(id);
    const holds = (await this.holds(id)).filter(({ liftedAt }) => liftedAt === null);
    if (holds.length > 0) return { outcome: 'held', holds };
    if (view.state !== 'anchored' && view.state !== 'refused') return { outcome: 'notSettled' };
    if (this.retainedUntil !== undefined) return { outcome: 'retained', until: this.retainedUntil };
    const erasedAt = (this.erasesAt ?? new Date()).toISOString();
    const erasure = { id, number: view.number, reason, erasedBy: by, erasedAt };
    this.#erasures.push(erasure);
    this.invoices.splice(
      this.invoices.findIndex((kept) => kept.view.id === id),
      1,
    );
    return { outcome: 'erased', erasure };
  }

  async holds(id: string): Promise<LegalHold[]> {
    await this.#asked('holds');
    return this.#holds.get(id) ?? [];
  }

  async hold(id: string, hold: NewHold, by: string): Promise<LegalHold> {
    await this.#asked('hold');
    const [setAt, lifted] = [new Date().toISOString(), { liftedBy: null, liftedAt: null }];
    const made = { id: `hold_${randomBytes(12).toString('hex')}`, ...hold, setBy: by, setAt, ...lifted };
    this.#holds.set(id, [made, ...(this.#holds.get(id) ?? [])]);
    return made;
  }

  async liftHold(id: string, holdId: string, by: string): Promise<boolean> {
    await this.#asked('liftHold');
    const all = this.#holds.get(id) ?? [];
    const at = all.findIndex((hold) => hold.id === holdId && hold.liftedAt === null);
    if (at < 0) return false;
    all[at] = { ...all[at]!, liftedBy: by, liftedAt: new Date().toISOString() };
    return true;
  }

  health(): Promise<LedgerSideHealth> {
    const up = { ok: true, detail: '' };
    return Promise.resolve({ database: up, ledger: up, pipeline: up, projection: up });
  }

  /** Puts everything accepted on the ledger. */
  anchorAll(): void {
    for (const kept of this.invoices) this.#anchor(kept);
  }

  #asked(method: Method): Promise<void> {
    const error = this.#failures.get(method)?.shift();
    return error === undefined ? Promise.resolve() : Promise.reject(error);
  }

  #keep(invoice: NewInvoice, operationId: string, line?: number): Kept {
    const kept: Kept = { view: viewOf(invoice, operationId), invoice, ...(line !== undefined && { line }) };
    this.invoices.push(kept);
    return kept;
  }

  #append(batch: KeptBatch, line: BatchLine): void {
    if ('refused' in line) {
      const { refused: errors, ...rest } = line;
      batch.lines.set(line.line, { ...rest, state: 'refused', errors });
    } else if (this.#byReference(line.invoice)) {
      this.#refuseReference(batch, line);
    } else {
      const { view } = this.#keep(line.invoice, batch.id, line.line);
      batch.lines.set(line.line, { line: line.line, state: 'accepted', invoiceId: view.id });
    }
  }

  #refuseReference(
    batch: KeptBatch,
    { line, referenceUsed, invoice: { reference } }: Extract<BatchLine, { invoice: NewInvoice }>,
  ): void {
    const errors = [
      referenceUsed ?? { pointer: '/reference', code: 'REFERENCE_USED', detail: 'used before' },
    ];
    batch.lines.set(line, { line, state: 'refused', errors, ...(reference !== undefined && { reference }) });
  }

  #isUsed(batch: KeptBatch, invoice: NewInvoice): boolean {
    const isChecked = invoice.reference !== undefined && batch.references.has(referenceOf(invoice));
    return isChecked || this.#byReference(invoice) !== undefined;
  }

  #anchor(kept: Kept): void {
    if (kept.view.state !== 'accepted') return;
    kept.view = anchoredView(kept, this.invoices.indexOf(kept) + 1);
  }

  #operation(id: string): OperationView {
    const batch = this.#batches.get(id);
    if (batch === undefined) throw new Error(`no operation ${id}`);
    const own = this.invoices.filter(({ view }) => view.operationId === id);
    const anchored = own.filter(({ view }) => view.state === 'anchored').length;
    const lines = [...batch.lines.values()];
    const refused = lines.filter(({ errors }) => errors !== undefined).length;
    const accepted = batch.dryRun ? lines.length - refused : own.length;
    const done = batch.dryRun ? accepted : anchored;
    const finished = batch.closedAt !== null && done === accepted;
    const isWhole = refused === 0 && !batch.interrupted;
    return {
      id,
      kind: 'invoiceBatch',
      state: !finished ? 'running' : isWhole ? 'succeeded' : done === 0 ? 'failed' : 'partlyFailed',
      createdAt: batch.createdAt,
      finishedAt: finished ? batch.closedAt : null,
      createdBy: batch.createdBy,
      ...(batch.organizationId !== undefined && { organizationId: batch.organizationId }),
      total: batch.closedAt === null ? null : batch.lines.size,
      accepted,
      anchored,
      refused,
      ...(batch.dryRun && { dryRun: true }),
    };
  }

  #byReference({ sellerTaxId, reference }: NewInvoice): Kept | undefined {
    if (reference === undefined) return undefined;
    return this.invoices.find(
      ({ invoice }) => invoice.sellerTaxId === sellerTaxId && invoice.reference === reference,
    );
  }

  #find(numberOrId: string): Kept | undefined {
    return this.invoices.find(({ view }) => view.id === numberOrId || view.number === numberOrId);
  }

  #require(id: string): Kept {
    const kept = this.#find(id);
    if (kept === undefined) throw new Error(`no invoice ${id}`);
    return kept;
  }
}

function keyOf({ scope, key }: RequestKey): string {
  return JSON.stringify([scope, key]);
}

const referenceOf = ({ sellerTaxId, reference = '' }: NewInvoice): string => `${sellerTaxId} ${reference}`;
