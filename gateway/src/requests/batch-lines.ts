/**
 * Lines of a batch, each judged like a single POST, in chunks for the desk.
 *
 * @module
 */
import { setImmediate } from 'node:timers/promises';
import type { Language } from '../i18n/language.js';
import type { BatchLine, LineProblem } from '../invoices/invoice-desk.js';
import { writeFault, writeRefusal } from '../problem.js';
import { Refusal } from '../problems/refusal.js';
import type { Issuer } from './issuer.js';
import { parseText } from './json-body.js';
import { MAX_LINE_BYTES, type RawLine } from './ndjson.js';
import { prepareInvoice } from './prepare-invoice.js';

/** Lines in one durable transaction. */
export const CHUNK_LINES = 1000;

/** Lines judged before others get their turn: single requests must not wait for a whole chunk. */
const LINES_IN_A_ROW = 50;

export interface LineJudge extends Issuer {
  readonly today: string;
  readonly language: Language;
}

export async function* batchChunks(
  lines: AsyncIterable<RawLine>,
  judge: LineJudge,
): AsyncGenerator<BatchLine[]> {
  let chunk: BatchLine[] = [];
  for await (const raw of lines) {
    chunk.push(judgeLine(raw, judge));
    if (chunk.length % LINES_IN_A_ROW === 0) await setImmediate();
    if (chunk.length === CHUNK_LINES) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}

function judgeLine({ line, bytes }: RawLine, judge: LineJudge): BatchLine {
  const { today, language } = judge;
  if (bytes === undefined) {
    const fault = { pointer: '', code: 'LINE_TOO_LONG', parameters: { limit: MAX_LINE_BYTES } };
    return { line, refused: [writeFault(fault, language)] };
  }
  try {
    return { line, invoice: prepareInvoice(parseText(bytes), judge, today).invoice };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { line, refused: problemsOf(error, language) };
  }
}

function problemsOf(refusal: Refusal, language: Language): LineProblem[] {
  const { faults = [] } = refusal.options;
  return faults.length > 0
    ? faults.map((fault) => writeFault(fault, language))
    : [{ pointer: '', code: refusal.code, detail: writeRefusal(refusal, language) }];
}
