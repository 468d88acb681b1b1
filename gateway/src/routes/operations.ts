/** How long work fares. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { InvoiceDesk, LineResult } from '../invoices/invoice-desk.js';
import { NDJSON_MEDIA_TYPE } from '../requests/ndjson.js';
import { LineResultAnswer, LineResults, OperationAnswer } from '../schemas/invoice-answers.js';
import { OperationParams } from '../schemas/parameters.js';
import { findOperation } from './find-visible.js';
import { JSON_TYPE, type Call, type Route } from './route.js';

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
      answers: { 200: { description: 'The operation.', content: { [JSON_TYPE]: OperationAnswer } } },
      problems: ['OPERATION_NOT_FOUND'],
    },
    handle: async (call) => {
      const operation = await findOperation(call, desk);
      if (operation.state === 'running') call.res.set('Retry-After', '1');
      call.res.json(operation);
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
        'A JSON list, or one result a line for Accept: application/x-ndjson; in line order either way.',
      params: OperationParams,
      answers: {
        200: {
          description: 'The results.',
          content: { [JSON_TYPE]: LineResults, [NDJSON_MEDIA_TYPE]: LineResultAnswer },
        },
      },
      problems: ['OPERATION_NOT_FOUND'],
    },
    handle: async (call) => {
      const { id } = await findOperation(call, desk);
      const asLines = call.req.accepts([JSON_TYPE, NDJSON_MEDIA_TYPE]) === NDJSON_MEDIA_TYPE;
      await stream(
        call,
        asLines ? NDJSON_MEDIA_TYPE : JSON_TYPE,
        (asLines ? inLines : inList)(desk.results(id)),
      );
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
  yield separator === ',' ? ']}' : '{"items":[]}';
}
