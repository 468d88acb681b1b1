/** Uploads of many invoices, in every format that a gateway takes. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { newInvoiceBody } from '../../../cli/dist/platform/sample-invoices.js';
import { CSV, csvOf, HEADER, tableRow, workbook, XLSX } from '../../support/gateway/upload-files.js';
import type { Anchored, AnswerBody, Caller } from './caller.js';

const IMPORT_MS = 300_000;

export const NDJSON = 'application/x-ndjson';

export function ndjsonOf(references: readonly string[]): string {
  return references.map((reference) => `${JSON.stringify({ ...newInvoiceBody(), reference })}\n`).join('');
}

/** Imports good lines as NDJSON and waits until each has its number. */
export async function importLines(issuer: Caller, name: string, count: number): Promise<readonly Anchored[]> {
  const references = Array.from({ length: count }, (_, at) => `${name}-${at + 1}`);
  const { id } = await issuer.expect(202, 'POST', '/v1/invoice-batches', {
    body: ndjsonOf(references),
    headers: { 'content-type': NDJSON, 'idempotency-key': `import-${name}`, prefer: 'wait=0' },
  });
  const operation = await finished(issuer, id);
  assert.deepEqual([operation.state, operation['anchored']], ['succeeded', count], JSON.stringify(operation));
  return (await resultsOf(issuer, id)).flatMap(({ invoice }) => invoice ?? []);
}

export async function finished(issuer: Caller, id: string): Promise<AnswerBody> {
  const deadline = performance.now() + IMPORT_MS;
  for (;;) {
    const operation = await issuer.expect(200, 'GET', `/v1/operations/${id}`);
    if (operation.state !== 'running') return operation;
    assert.ok(performance.now() < deadline, `the import goes on for ever: ${JSON.stringify(operation)}`);
    await delay(100);
  }
}

/** A line of an import: issued, or why not. */
export interface LineResult {
  readonly line: number;
  readonly state: string;
  readonly invoice?: Anchored & { readonly reference: string };
  readonly errors?: readonly { readonly code: string }[];
}

/** In the order of lines. */
export async function resultsOf(issuer: Caller, id: string): Promise<readonly LineResult[]> {
  const { text } = await issuer.expect(200, 'GET', `/v1/operations/${id}/results`, {
    headers: { accept: NDJSON },
  });
  return String(text)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LineResult);
}

export interface ImportFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
  /** For each line in order: the reference of what is issued, or `refused` and the codes why not. */
  readonly expected: readonly string[];
}

/** Each so many lines one breaks a rule, and the last has a reference that came before. */
const BAD_EVERY = 97;

/** @param format `ndjson`, `csv` or `xlsx`. */
export function importFile(format: 'ndjson' | 'csv' | 'xlsx', name: string, count: number): ImportFile {
  const references = Array.from({ length: count - 1 }, (_, at) => `${name}-${at + 1}`);
  const isBad = (at: number): boolean => at % BAD_EVERY === BAD_EVERY - 1;
  const all = [...references, references[0] ?? ''];
  const code = format === 'ndjson' ? 'TOTAL_GROSS_MISMATCH' : 'LINE_TAX_MISMATCH';
  const expected = [
    ...references.map((reference, at) => (isBad(at) ? `refused ${code}` : reference)),
    'refused REFERENCE_USED',
  ];
  if (format === 'ndjson') {
    const lines = all.map((reference, at) => {
      const body = { ...newInvoiceBody(), reference };
      return `${JSON.stringify(isBad(at) ? { ...body, totalGross: '1.00' } : body)}\n`;
    });
    return { name, type: NDJSON, bytes: Buffer.from(lines.join('')), expected };
  }
  const rows = [
    HEADER,
    ...all.map((reference, at) => tableRow(reference, isBad(at) ? { 'line.tax': '99.00' } : {})),
  ];
  if (format === 'csv') return { name, type: CSV, bytes: Buffer.from(csvOf(rows)), expected };
  return { name, type: XLSX, bytes: workbook(rows), expected };
}

const ASK_MS = 180_000;
const PIECES = 8;
const PIECE_MS = 60;

/** As a business does that must not issue twice: the same bytes and key, at the other address too, until it hears. */
export async function sendPatiently(issuer: Caller, file: ImportFile): Promise<AnswerBody> {
  const deadline = performance.now() + ASK_MS;
  for (let tries = 0; ; tries += 1) {
    const answer = await issuer
      .call('POST', '/v1/invoice-batches', {
        at: tries,
        pieces: piecesOf(file.bytes),
        headers: { 'content-type': file.type, 'idempotency-key': `import-${file.name}`, prefer: 'wait=0' },
      })
      .catch(() => undefined);
    if (answer?.status === 202) return answer.body;
    const heard = answer === undefined ? 'nothing' : `${answer.status} ${JSON.stringify(answer.body)}`;
    assert.ok(answer === undefined || answer.status >= 500, heard);
    assert.ok(performance.now() < deadline, heard);
    await delay(100);
  }
}

/** Slowly, so that a kill can meet the upload. */
async function* piecesOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  const size = Math.ceil(bytes.length / PIECES);
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size);
    await delay(PIECE_MS);
  }
}
