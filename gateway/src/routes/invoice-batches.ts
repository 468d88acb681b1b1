/** Many invoices at once. */
import { z } from 'zod';
import {
  checkedFormat,
  CSV_MEDIA_TYPE,
  sourceOf,
  uploadFormat,
  type UploadFormat,
  ZIP_MEDIA_TYPE,
} from '../imports/formats.js';
import { BATCH_ROUTE, type ImportRunner, type StartedImport } from '../imports/import-runner.js';
import type { FilePlace } from '../keys/sealed-file.js';
import { XLSX_MEDIA_TYPE } from '../imports/xlsx/write-xlsx.js';
import { Refusal } from '../problems/refusal.js';
import { NDJSON_MEDIA_TYPE } from '../requests/ndjson.js';
import { parseQuery } from '../requests/parse-with.js';
import { requestKey, waitSeconds } from '../requests/preferences.js';
import { bodyChunks } from '../requests/read-body.js';
import { shanghaiDay } from '../requests/shanghai-day.js';
import { spool, type Spool } from '../requests/spool.js';
import { OperationAnswer } from '../schemas/invoice-answers.js';
import { InvoiceRequest } from '../schemas/invoice-request.js';
import { BatchQuery, PostHeaders } from '../schemas/parameters.js';
import { operationAnswer } from './operation-answer.js';
import { JSON_TYPE, requireAccount, type Call, type Route } from './route.js';

export interface InvoiceBatchContext {
  readonly imports: ImportRunner;
  readonly now: () => Date;
  /** Uploads lie here until they are complete. */
  readonly spoolFolder: string;
  readonly maxBatchBytes: number;
}

const BINARY = z.string().meta({ format: 'binary' });

export function invoiceBatchRoutes(context: InvoiceBatchContext): Route[] {
  return [
    {
      key: BATCH_ROUTE,
      doc: {
        id: 'issueInvoiceBatch',
        tag: 'invoices',
        summary: 'Issue many invoices in one upload',
        description:
          'NDJSON: each line a body of POST /v1/invoices, at most 64 KB. CSV (UTF-8 or GB18030) and XLSX: columns of ' +
          'GET /v1/invoice-batches/template; rows that follow each other with the same reference are one invoice. ZIP: ' +
          'one EInvoice XML for each invoice. Nothing is accepted before the upload is complete and readable to its ' +
          'end; invoices are then judged one by one, and those that break a rule are refused alone, see the results. ' +
          'Answered when every line is durable, or after Prefer: wait=N seconds; the operation goes on either way.',
        query: BatchQuery,
        headers: PostHeaders,
        body: {
          [NDJSON_MEDIA_TYPE]: InvoiceRequest,
          [CSV_MEDIA_TYPE]: z.string(),
          [XLSX_MEDIA_TYPE]: BINARY,
          [ZIP_MEDIA_TYPE]: BINARY,
        },
        answers: {
          202: {
            description:
              'The upload is complete and will be worked off; total is null until every line is durable.',
            content: { [JSON_TYPE]: OperationAnswer },
            headers: ['Location', 'Idempotency-Replayed'],
          },
        },
        problems: [
          'MALFORMED_QUERY',
          'MALFORMED_HEADER',
          'EMPTY_BATCH',
          'MALFORMED_FILE',
          'UNPACKED_TOO_LARGE',
          'IDEMPOTENCY_KEY_REUSED',
        ],
      },
      handle: async (call) => {
        const told = uploadFormat(call.req);
        const { dryRun } = parseQuery(BatchQuery, call.req.query);
        const upload = await spool(bodyChunks(call.req, context.maxBatchBytes), context.spoolFolder);
        try {
          const format = await readableFormat(told, upload, context.maxBatchBytes);
          const started = await begin(call, context, upload, { format, dryRun });
          const operation = await context.imports.wait(started.operation, waitSeconds(call.req) * 1000);
          answer(call, { ...started, operation });
        } finally {
          await upload.remove();
        }
      },
    },
  ];
}

/** As `checkedFormat`, of what is not empty. @throws {Refusal} `MALFORMED_FILE`, `UNPACKED_TOO_LARGE`, `EMPTY_BATCH` */
async function readableFormat(told: UploadFormat, file: FilePlace, maxBytes: number): Promise<UploadFormat> {
  const format = await checkedFormat(told, file, maxBytes);
  const lines = sourceOf(format, file, maxBytes).lines()[Symbol.asyncIterator]();
  const first = await lines.next();
  await lines.return?.();
  if (first.done === true) throw new Refusal('EMPTY_BATCH');
  return format;
}

function begin(
  call: Call,
  { imports, now }: InvoiceBatchContext,
  upload: Spool,
  asked: Pick<Parameters<ImportRunner['begin']>[0], 'format' | 'dryRun'>,
): Promise<StartedImport> {
  const account = requireAccount(call);
  // The same bytes, checked or issued, are two requests.
  const scope = `${account.id} ${BATCH_ROUTE}${asked.dryRun ? '?dryRun=true' : ''}`;
  const key = requestKey(call.req, scope, () => upload.hash);
  const judging = { account, language: call.language, today: shanghaiDay(now()) };
  return imports.begin({ file: upload, judging, ...asked, ...(key !== undefined && { key }) });
}

function answer({ res, language }: Call, { operation, replayed }: StartedImport): void {
  if (replayed) res.set('Idempotency-Replayed', 'true');
  res.status(202).location(`/v1/operations/${operation.id}`).json(operationAnswer(operation, language));
}
