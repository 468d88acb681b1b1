/** The invoices of a month, for the accountant. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { BYTE_ORDER_MARK, csvRow } from '../archive/csv.js';
import type { Language } from '../i18n/language.js';
import { CSV_MEDIA_TYPE } from '../imports/formats.js';
import { writeXlsx, XLSX_MEDIA_TYPE } from '../imports/xlsx/write-xlsx.js';
import type { InvoiceDesk, RegisterEntry } from '../invoices/invoice-desk.js';
import { Refusal } from '../problems/refusal.js';
import { registerHeader, registerRow, summaryRows } from '../registers/register-table.js';
import { Summary } from '../registers/summary.js';
import { shownInvoice } from '../rights/shown-invoice.js';
import { parseQuery } from '../requests/parse-with.js';
import { Turns } from '../requests/turns.js';
import { MONTH, RegisterAnswer, RegisterParams, RegisterQuery } from '../schemas/register.js';
import { JSON_TYPE, pathParameter, requireAccount, type Call, type Route } from './route.js';

/** For each account: a register reads every document of the month. */
const AT_ONCE = 2;

export function registerRoutes({ desk }: { readonly desk: InvoiceDesk }): Route[] {
  const turns = new Turns(AT_ONCE, 'TOO_MANY_ARCHIVES');
  return [
    {
      key: 'GET /v1/registers/{month}',
      doc: {
        id: 'getRegister',
        tag: 'invoices',
        summary: 'The invoices of a month that one may see, reconciled with the ledger',
        description:
          'In order of acceptance, by day of issue; what is pending says so. Sums by rate, batches with their roots, ' +
          'and whether every anchored invoice is what its batch says.',
        params: RegisterParams,
        query: RegisterQuery,
        answers: {
          200: {
            description: 'The register.',
            content: {
              [JSON_TYPE]: RegisterAnswer,
              [CSV_MEDIA_TYPE]: z.string(),
              [XLSX_MEDIA_TYPE]: z.string().meta({ format: 'binary' }),
            },
          },
        },
        problems: ['MALFORMED_QUERY', 'TOO_MANY_ARCHIVES'],
      },
      handle: async (call) => {
        const { format } = parseQuery(RegisterQuery, call.req.query);
        const month = pathParameter(call, 'month');
        const sides = call.access.sides;
        if (!MONTH.test(month)) throw new Refusal('MALFORMED_PATH');
        const end = turns.take(requireAccount(call).id);
        try {
          await send(call, format, month, await started(shown(call, desk.register(sides, month))));
        } finally {
          end();
        }
      },
    },
  ];
}

async function* shown(
  { access }: Call,
  entries: AsyncIterable<RegisterEntry>,
): AsyncGenerator<RegisterEntry> {
  for await (const entry of entries) {
    const { invoice } = entry;
    yield invoice === undefined ? entry : { ...entry, invoice: shownInvoice(access, invoice) };
  }
}

/** The first is read before the status goes out, so that trouble is still a problem. */
async function started(entries: AsyncIterable<RegisterEntry>): Promise<AsyncIterable<RegisterEntry>> {
  const iterator = entries[Symbol.asyncIterator]();
  const first = await iterator.next();
  return (async function* () {
    for (let next = first; next.done !== true; next = await iterator.next()) yield next.value;
  })();
}

async function send(
  { res, language }: Call,
  format: 'json' | 'csv' | 'xlsx',
  month: string,
  entries: AsyncIterable<RegisterEntry>,
): Promise<void> {
  if (format === 'json') {
    res.type(JSON_TYPE);
    await pipeline(Readable.from(asJson(entries, month)), res);
    return;
  }
  res.attachment(`register-${month}.${format}`);
  const rows = asRows(entries, language);
  if (format === 'csv') {
    res.type(CSV_MEDIA_TYPE);
    await pipeline(Readable.from(asCsv(rows)), res);
  } else {
    res.type(XLSX_MEDIA_TYPE);
    await writeXlsx([{ name: month, widths: registerHeader(language).map(() => 20), rows }], res);
  }
}

async function* asJson(entries: AsyncIterable<RegisterEntry>, month: string): AsyncGenerator<string> {
  const summary = new Summary();
  let separator = `{"month":"${month}","items":[`;
  for await (const entry of entries) {
    summary.add(entry);
    yield `${separator}${JSON.stringify({ ...entry, document: undefined })}`;
    separator = ',';
  }
  yield `${separator === ',' ? '' : separator}],"summary":${JSON.stringify(summary.result())}}`;
}

async function* asRows(
  entries: AsyncIterable<RegisterEntry>,
  language: Language,
): AsyncGenerator<readonly string[]> {
  const summary = new Summary();
  yield registerHeader(language);
  for await (const entry of entries) {
    summary.add(entry);
    yield registerRow(entry, language);
  }
  yield [];
  yield* summaryRows(summary.result(), language);
}

async function* asCsv(rows: AsyncIterable<readonly string[]>): AsyncGenerator<string> {
  let mark = BYTE_ORDER_MARK;
  for await (const row of rows) {
    yield mark + csvRow(row);
    mark = '';
  }
}
