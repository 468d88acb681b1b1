/**
 * Complete uploads → the desk, chunk after chunk, beside the requests that brought them. A chunk that meets trouble is
 * tried again until it is durable; a process that ends leaves the upload to the next one, which goes on behind the last
 * durable line. So an import ends when every line is issued or reported, and not before.
 *
 * @module
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { JsonValue } from '@chopmark/core';
import type { Account } from '../accounts/account.js';
import { collectEarly } from '../early-collection.js';
import { UnavailableError } from '../errors.js';
import type { Language } from '../i18n/language.js';
import type {
  BatchLine,
  InvoiceDesk,
  LeftUpload,
  OperationView,
  RequestKey,
} from '../invoices/invoice-desk.js';
import type { FilePlace } from '../keys/sealed-file.js';
import { Refusal } from '../problems/refusal.js';
import { batchChunks } from '../requests/batch-lines.js';
import { Access } from '../rights/access.js';
import { rightOf } from '../rights/table.js';
import { operationSpans } from '../tracing/origins.js';
import { ATTRIBUTE, inSpan } from '../tracing/spans.js';
import { sourceOf, type UploadFormat } from './formats.js';
import type { KeptUploads } from './kept-uploads.js';

export const BATCH_ROUTE = 'POST /v1/invoice-batches';

/** Under whom and when the lines are judged: as when the upload was complete, whoever goes on with it. */
export interface Judging {
  readonly account: Account;
  readonly language: Language;
  /** `yyyy-mm-dd` in Asia/Shanghai. */
  readonly today: string;
}

export interface ImportRequest {
  /** A sealed file that is taken over, or removed when the batch came before. */
  readonly file: FilePlace;
  readonly format: UploadFormat;
  readonly judging: Judging;
  readonly key?: RequestKey;
  readonly dryRun: boolean;
}

function accessOf(account: Account): Access {
  return new Access(rightOf(BATCH_ROUTE), account);
}

export interface StartedImport {
  readonly operation: OperationView;
  readonly replayed: boolean;
}

interface RunnerParts {
  readonly desk: InvoiceDesk;
  readonly uploads: KeptUploads;
  readonly maxBatchBytes: number;
  readonly logger: Logger;
}

const RETRY_MS = [100, 400, 1_500, 5_000];
const LOOK_MS = 5_000;
/** Files that nobody needs are looked for so often, and at the start. */
const SWEEP_MS = 3_600_000;

export class ImportRunner {
  readonly #parts: RunnerParts;
  readonly #running = new Map<string, Promise<void>>();
  readonly #stopped = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #sweptAt = -Infinity;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** Goes on with what other processes left, now and whenever one dies. */
  start(): void {
    const look = (): void => void this.#takeOver();
    look();
    this.#timer = setInterval(look, LOOK_MS).unref();
  }

  /** Resolves when no chunk is under way; unfinished imports stay open for the next process. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopped.abort();
    await Promise.all(this.#running.values());
  }

  /** @throws {Refusal} `IDEMPOTENCY_KEY_REUSED` @throws {UnavailableError} nothing was opened */
  async begin({ file: sent, format, judging, key, dryRun }: ImportRequest): Promise<StartedImport> {
    const { desk, uploads } = this.#parts;
    const file = await uploads.keep(sent.path);
    const judge = judging as unknown as JsonValue;
    let mine = false;
    try {
      const upload = { file, key: sent.key, format, judge };
      const { account } = judging;
      const organizationId = accessOf(account).isUnlimited ? undefined : account.organization?.id;
      const opened = await desk.openBatch(account.id, key, { organizationId, dryRun, upload });
      if (opened.outcome === 'keyReused') throw new Refusal('IDEMPOTENCY_KEY_REUSED');
      const { outcome, operation } = opened;
      mine = outcome === 'opened';
      if (mine) this.#run({ operationId: operation.id, ...upload, dryRun, lastLine: 0 });
      return { operation, replayed: !mine };
    } finally {
      if (!mine) await uploads.remove(file);
    }
  }

  /** The operation once every line is durable, or as it is after `waitMs`. */
  async wait(operation: OperationView, waitMs: number): Promise<OperationView> {
    const running = this.#running.get(operation.id);
    if (running === undefined) return operation;
    const timer = new AbortController();
    await Promise.race([running, delay(waitMs, undefined, { signal: timer.signal }).catch(() => undefined)]);
    timer.abort();
    return (await this.#parts.desk.operation(operation.id)) ?? operation;
  }

  async #takeOver(): Promise<void> {
    const { desk, uploads, logger } = this.#parts;
    try {
      for (const left of await desk.takeOverUploads((file) => uploads.has(file))) {
        logger.info({ operation: left.operationId, line: left.lastLine }, 'an import goes on');
        this.#run(left);
      }
      if (performance.now() - this.#sweptAt < SWEEP_MS) return;
      this.#sweptAt = performance.now();
      const removed = await uploads.sweep(() => desk.uploadsNeeded());
      if (removed > 0) logger.info({ removed }, 'files of imports that are over were removed');
    } catch (err) {
      logger.warn({ err }, 'imports of others were not looked at');
    }
  }

  #run(left: LeftUpload): void {
    const { operationId } = left;
    const leaveAlone = collectEarly();
    const work = this.#traced(left)
      .catch((err: unknown) =>
        this.#parts.logger.error({ err, operation: operationId }, 'an import broke off'),
      )
      .finally(() => {
        leaveAlone();
        // Sent again as soon as it was given up, it runs already anew.
        if (this.#running.get(operationId) === work) this.#running.delete(operationId);
      });
    this.#running.set(operationId, work);
  }

  #traced(left: LeftUpload): Promise<void> {
    const { operationId, format, dryRun, lastLine } = left;
    return inSpan('import', async (span) => {
      span?.setAttributes({
        [ATTRIBUTE.operation]: operationId,
        'chopmark.format': format,
        'chopmark.dryRun': dryRun,
        'chopmark.lines.before': lastLine,
      });
      operationSpans.remember(operationId, span?.spanContext());
      const lines = await this.#feed(left);
      span?.setAttribute('chopmark.lines', lines);
    });
  }

  /** @returns How many lines were fed. */
  async #feed(left: LeftUpload): Promise<number> {
    const { desk, uploads } = this.#parts;
    const { operationId, file, dryRun } = left;
    let lines = 0;
    const append = (chunk: readonly BatchLine[]): Promise<void> =>
      dryRun ? desk.checkBatch(operationId, chunk) : desk.appendBatch(operationId, chunk);
    try {
      for await (const chunk of this.#chunks(left)) {
        await this.#patiently(() => append(chunk));
        lines += chunk.length;
        if (this.#stopped.signal.aborted) return lines;
      }
      await this.#patiently(() => desk.closeBatch(operationId));
      return lines;
    } catch (error) {
      if (this.#stopped.signal.aborted) return lines;
      await this.#patiently(() => desk.abandonBatch(operationId));
      throw error;
    } finally {
      if (!this.#stopped.signal.aborted) await uploads.remove(file);
    }
  }

  #chunks({ file, key, format, judge, lastLine }: LeftUpload): AsyncGenerator<BatchLine[]> {
    const { uploads, maxBatchBytes } = this.#parts;
    const judging = judge as unknown as Judging;
    const source = sourceOf(format as UploadFormat, { path: uploads.path(file), key }, maxBatchBytes);
    return batchChunks(source.lines(), { ...judging, access: accessOf(judging.account) }, lastLine);
  }

  /** Until it is done; gives up only when the process ends. */
  async #patiently<T>(action: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await action();
      } catch (error) {
        if (!(error instanceof UnavailableError) || this.#stopped.signal.aborted) throw error;
        this.#parts.logger.warn({ err: error }, 'an import waits');
        const ms = RETRY_MS[Math.min(tries, RETRY_MS.length - 1)];
        await delay(ms, undefined, { signal: this.#stopped.signal });
      }
    }
  }
}
