/** Many invoices at once. */
import type { BatchLine, InvoiceDesk } from '../invoices/invoice-desk.js';
import { CSV_MEDIA_TYPE, sourceOf, uploadFormat, ZIP_MEDIA_TYPE } from '../imports/formats.js';
import type { Source } from '../imports/source-line.js';
import { XLSX_MEDIA_TYPE } from '../imports/xlsx/write-xlsx.js';
import { Refusal } from '../problems/refusal.js';
import { batchChunks, type LineJudge } from '../requests/batch-lines.js';
import { NDJSON_MEDIA_TYPE } from '../requests/ndjson.js';
import { requestKey } from '../requests/preferences.js';
import { bodyChunks } from '../requests/read-body.js';
import { shanghaiDay } from '../requests/shanghai-day.js';
import { spool, type Spool } from '../requests/spool.js';
import { BatchFeeder, type BatchOutcome } from './feed-batch.js';
import { OperationAnswer } from '../schemas/invoice-answers.js';
import { InvoiceRequest } from '../schemas/invoice-request.js';
import { BatchHeaders } from '../schemas/parameters.js';
import { z } from 'zod';
import { JSON_TYPE, requireAccount, type Call, type Route } from './route.js';

export interface InvoiceBatchContext {
  readonly desk: InvoiceDesk;
  readonly now: () => Date;
  /** Uploads lie here until they are complete. */
  readonly spoolFolder: string;
  readonly maxBatchBytes: number;
}

const BINARY = z.string().meta({ format: 'binary' });
const KEY = 'POST /v1/invoice-batches';

export function invoiceBatchRoutes(context: InvoiceBatchContext): Route[] {
  const feeder = new BatchFeeder(context.desk);
  return [
    {
      key: KEY,
      doc: {
        id: 'issueInvoiceBatch',
        tag: 'invoices',
        summary: 'Issue many invoices in one upload',
        description:
          'NDJSON: each line a body of POST /v1/invoices, at most 64 KB. CSV (UTF-8 or GB18030) and XLSX: columns of ' +
          'GET /v1/invoice-batches/template; rows that follow each other with the same reference are one invoice. ZIP: ' +
          'one EInvoice XML for each invoice. Nothing is accepted before the upload is complete and readable to its ' +
          'end; invoices are then judged one by one, and those that break a rule are refused alone, see the results.',
        headers: BatchHeaders,
        body: {
          [NDJSON_MEDIA_TYPE]: InvoiceRequest,
          [CSV_MEDIA_TYPE]: z.string(),
          [XLSX_MEDIA_TYPE]: BINARY,
          [ZIP_MEDIA_TYPE]: BINARY,
        },
        answers: {
          202: {
            description: 'Every good line is durable.',
            content: { [JSON_TYPE]: OperationAnswer },
            headers: ['Location', 'Idempotency-Replayed'],
          },
        },
        problems: [
          'MALFORMED_HEADER',
          'EMPTY_BATCH',
          'MALFORMED_FILE',
          'UNPACKED_TOO_LARGE',
          'IDEMPOTENCY_KEY_REUSED',
          'BATCH_INTERRUPTED',
        ],
      },
      handle: async (call) => {
        const format = uploadFormat(call.req);
        const upload = await spool(bodyChunks(call.req, context.maxBatchBytes), context.spoolFolder);
        const source = sourceOf(format, upload, context.maxBatchBytes);
        const outcome = await issueAll(call, feeder, context, upload, source).finally(() => upload.remove());
        answer(call, outcome);
      },
    },
  ];
}

async function issueAll(
  call: Call,
  feeder: BatchFeeder,
  context: InvoiceBatchContext,
  upload: Spool,
  source: Source,
): Promise<BatchOutcome> {
  const account = requireAccount(call);
  const key = requestKey(call.req, `${account.id} ${KEY}`, () => upload.hash);
  const judge: LineJudge = {
    account,
    access: call.access,
    today: shanghaiDay(context.now()),
    language: call.language,
  };
  await source.check();
  const chunks = batchChunks(source.lines(), judge);
  try {
    const first = await chunks.next();
    if (first.done === true) throw new Refusal('EMPTY_BATCH');
    return await feeder.issue(account.id, key, prepended(first.value, chunks));
  } finally {
    await chunks.return(undefined); // closes the file when not every line was read
  }
}

async function* prepended(
  first: BatchLine[],
  rest: AsyncGenerator<BatchLine[]>,
): AsyncGenerator<BatchLine[]> {
  yield first;
  yield* rest;
}

function answer({ res }: Call, { operation, replayed }: BatchOutcome): void {
  if (replayed) res.set('Idempotency-Replayed', 'true');
  res.status(202).location(`/v1/operations/${operation.id}`).json(operation);
}
