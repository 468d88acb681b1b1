/** How long work fares. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { CSV_MEDIA_TYPE } from '../imports/formats.js';
import { resultsCsv } from '../imports/results-csv.js';
import type { InvoiceDesk, LineResult } from '../invoices/invoice-desk.js';
import { Refusal } from '../problems/refusal.js';
import { NDJSON_MEDIA_TYPE } from '../requests/ndjson.js';
import { LineResultAnswer, LineResults, OperationAnswer } from '../schemas/invoice-answers.js';
import { OperationParams } from '../schemas/parameters.js';
import { findOperation } from './find-visible.js';
import { operationAnswer } from './operation-answer.js';
import { JSON_TYPE, type Call, type Route } from './route.js';
import { sendTagged, taggedDoc } from './tagged-answer.js';

export function operationRoutes({ desk }: { readonly desk: InvoiceDesk }): Route[] {
  return [operationRoute(desk), resultsRoute(desk)];
}

function operationRoute(desk: InvoiceDesk): Route {
  return {
    key: 'GET /v1/operations/{id}',
    doc: {
      id: 'getOperation',
      tag: 'operations',
      summary: 'How an operation fares',
      params: OperationParams,
      answers: { 200: taggedDoc('The operation.', { [JSON_TYPE]: OperationAnswer }) },
      problems: ['OPERATION_NOT_FOUND', 'INVOICE_ERASED'],
    },
    handle: async (call) => {
      const operation = await findOperation(call, desk);
      if (operation.state === 'running') call.res.set('Retry-After', '1');
      sendTagged(call, operationAnswer(operation, call.language));
    },
  };
}

function resultsRoute(desk: InvoiceDesk): Route {
  return {
    key: 'GET /v1/operations/{id}/results',
    doc: {
      id: 'getOperationResults',
      tag: 'operations',
      summary: 'What became of each line',
      description:
        'A JSON list, one result a line for Accept: application/x-ndjson, or a table for Accept: text/csv; in line order.',
      params: OperationParams,
      answers: {
        200: {
          description: 'The results.',
          content: {
            [JSON_TYPE]: LineResults,
            [NDJSON_MEDIA_TYPE]: LineResultAnswer,
            [CSV_MEDIA_TYPE]: z.string(),
          },
        },
      },
      problems: ['OPERATION_NOT_FOUND', 'INVOICE_ERASED', 'RESULTS_GONE'],
    },
    handle: async (call) => {
      const { id, resultsGone } = await findOperation(call, desk);
      if (resultsGone) throw new Refusal('RESULTS_GONE');
      const results = desk.results(id);
      switch (call.req.accepts([JSON_TYPE, NDJSON_MEDIA_TYPE, CSV_MEDIA_TYPE])) {
        case NDJSON_MEDIA_TYPE:
          return stream(call, NDJSON_MEDIA_TYPE, inLines(results));
        case CSV_MEDIA_TYPE:
          call.res.attachment(`${id}.csv`);
          return stream(call, CSV_MEDIA_TYPE, resultsCsv(results, call.language));
        default:
          return stream(call, JSON_TYPE, inList(results));
      }
    },
  };
}

/** The first result is fetched before the status goes out, so that trouble with the database is still a 503. */
async function stream({ res }: Call, type: string, texts: AsyncGenerator<string>): Promise<void> {
  const first = await texts.next();
  res.type(type);
  const all = async function* (): AsyncGenerator<string> {
    if (first.done !== true) yield first.value;
    yield* texts;
  };
  await pipeline(Readable.from(all()), res);
}

async function* inLines(results: AsyncIterable<LineResult>): AsyncGenerator<string> {
  for await (const result of results) yield `${JSON.stringify(result)}\n`;
}

async function* inList(results: AsyncIterable<LineResult>): AsyncGenerator<string> {
  let separator = '{"items":[';
  for await (const result of results) {
    yield `${separator}${JSON.stringify(result)}`;
    separator = ',';
  }
  yield `${separator === ',' ? '' : '{"items":['}],"nextCursor":null}`;
}
