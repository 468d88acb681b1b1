/**
 * Formats of an upload, by media type.
 *
 * @module
 */
import type { Request } from 'express';
import { Refusal } from '../problems/refusal.js';
import { MAX_LINE_BYTES, NDJSON_MEDIA_TYPE, linesOf } from '../requests/ndjson.js';
import { parseText } from '../requests/json-body.js';
import { refusalOf } from '../problems/refusal.js';
import { type FilePlace, readSealed } from '../keys/sealed-file.js';
import type { Source, SourceLine } from './source-line.js';
import { csvRows } from './table/csv-rows.js';
import { checkedEncoding, decoded, type Encoding } from './table/decode-text.js';
import { drained } from './drained.js';
import { checkRows, tableSource } from './table/table-source.js';
import { XLSX_MEDIA_TYPE } from './xlsx/write-xlsx.js';
import { xlsxRows } from './xlsx/xlsx-rows.js';
import { xmlArchiveSource } from './zip/xml-archive.js';

export const CSV_MEDIA_TYPE = 'text/csv';
export const ZIP_MEDIA_TYPE = 'application/zip';

export const UPLOAD_FORMATS = ['ndjson', 'csv', 'csv-utf-8', 'csv-gb18030', 'xlsx', 'zip'] as const;
/** How an upload is read; `csv` does not tell its encoding. */
export type UploadFormat = (typeof UPLOAD_FORMATS)[number];

const BY_MEDIA_TYPE: ReadonlyMap<string, UploadFormat> = new Map([
  [NDJSON_MEDIA_TYPE, 'ndjson'],
  [CSV_MEDIA_TYPE, 'csv'],
  [XLSX_MEDIA_TYPE, 'xlsx'],
  [ZIP_MEDIA_TYPE, 'zip'],
  ['application/x-zip-compressed', 'zip'],
]);

const ENCODINGS: ReadonlyMap<string, Encoding> = new Map([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['gb18030', 'gb18030'],
  ['gbk', 'gb18030'],
  ['gb2312', 'gb18030'],
]);

/** @throws {Refusal} `UNSUPPORTED_MEDIA_TYPE` */
export function uploadFormat(req: Pick<Request, 'headers'>): UploadFormat {
  const [type = '', ...parameters] = (req.headers['content-type'] ?? '').toLowerCase().split(';');
  const format = BY_MEDIA_TYPE.get(type.trim());
  const charset = parameters.map((one) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/.exec(one)?.[1]).find(Boolean);
  const encoding = charset === undefined ? undefined : ENCODINGS.get(charset);
  const isForeign = charset !== undefined && (encoding === undefined || format !== 'csv');
  if (format === undefined || (isForeign && encoding !== 'utf-8')) {
    const expected = [...BY_MEDIA_TYPE.keys()].slice(0, -1).join(', ');
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', { parameters: { expected } });
  }
  return format === 'csv' && encoding !== undefined ? `csv-${encoding}` : format;
}

/** An archive may unpack to so many times what an upload may have. */
const UNPACKED_TIMES = 4;

/** @param maxBytes Of an upload; archives may unpack to four times that. */
export function sourceOf(format: UploadFormat, file: FilePlace, maxBytes: number): Source {
  switch (format) {
    case 'ndjson':
      return { check: () => Promise.resolve(), lines: () => jsonLines(file) };
    case 'csv':
      return tableSource(() => csvOf(file));
    case 'csv-utf-8':
    case 'csv-gb18030':
      return tableSource(() =>
        csvRows(decoded(readSealed(file), format === 'csv-utf-8' ? 'utf-8' : 'gb18030')),
      );
    case 'xlsx':
      return tableSource(() => xlsxRows(file, maxBytes * UNPACKED_TIMES));
    case 'zip':
      return xmlArchiveSource(file, maxBytes * UNPACKED_TIMES);
  }
}

/**
 * Reads an upload to its end without judging it.
 *
 * @returns The format, with the encoding that was found out on the way: nobody needs to find it out again.
 * @throws {Refusal} `MALFORMED_FILE`, `UNPACKED_TOO_LARGE`
 */
export async function checkedFormat(
  format: UploadFormat,
  file: FilePlace,
  maxBytes: number,
): Promise<UploadFormat> {
  if (format === 'csv') {
    return `csv-${await checkedEncoding(
      () => readSealed(file),
      (texts) => checkRows(csvRows(texts)),
    )}`;
  }
  await sourceOf(format, file, maxBytes).check();
  return format;
}

/** Of an upload that an earlier version left: it kept no encoding. */
async function* csvOf(file: FilePlace): ReturnType<typeof csvRows> {
  const encoding = await checkedEncoding(() => readSealed(file), drained);
  yield* csvRows(decoded(readSealed(file), encoding));
}

async function* jsonLines(file: FilePlace): AsyncGenerator<SourceLine> {
  for await (const { line, bytes } of linesOf(readSealed(file))) {
    yield { line, read: () => (bytes === undefined ? tooLong() : parseText(bytes)) };
  }
}

function tooLong(): never {
  throw refusalOf('MALFORMED_REQUEST', [
    { pointer: '', code: 'LINE_TOO_LONG', parameters: { limit: MAX_LINE_BYTES } },
  ]);
}
