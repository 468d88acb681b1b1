/**
 * Lines of a batch, each judged like a single POST, in chunks for the desk.
 *
 * @module
 */
import { setImmediate } from 'node:timers/promises';
import type { Language } from '../i18n/language.js';
import type { SourceLine } from '../imports/source-line.js';
import type { BatchLine, LineProblem } from '../invoices/invoice-desk.js';
import { writeFault, writeRefusal } from '../problem.js';
import type { Fault } from '../problems/faults.js';
import { Refusal } from '../problems/refusal.js';
import type { Issuer } from './issuer.js';
import { prepareInvoice } from './prepare-invoice.js';

/** Lines in one durable transaction. */
export const CHUNK_LINES = 1000;

/** Lines judged before others get their turn: single requests must not wait for a whole chunk. */
const LINES_IN_A_ROW = 50;

export interface LineJudge extends Issuer {
  readonly today: string;
  readonly language: Language;
}

/** @param after Lines up to this one are passed over without being judged. */
export async function* batchChunks(
  lines: AsyncIterable<SourceLine>,
  judge: LineJudge,
  after = 0,
): AsyncGenerator<BatchLine[]> {
  let chunk: BatchLine[] = [];
  for await (const raw of lines) {
    if (raw.line <= after) continue;
    chunk.push(judgeLine(raw, judge));
    if (chunk.length % LINES_IN_A_ROW === 0) await setImmediate();
    if (chunk.length === CHUNK_LINES) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}

function judgeLine(source: SourceLine, judge: LineJudge): BatchLine {
  const { line } = source;
  try {
    const { invoice } = prepareInvoice(source.read(), judge, judge.today);
    if (invoice.reference === undefined) return { line, invoice };
    return { line, invoice, referenceUsed: written(REFERENCE_USED, source, judge.language) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const refused = problemsOf(error, source, judge.language);
    const { reference = '' } = source;
    return { line, refused, ...(reference !== '' && { reference }) };
  }
}

function problemsOf(refusal: Refusal, source: SourceLine, language: Language): LineProblem[] {
  const { faults = [] } = refusal.options;
  const { file } = source;
  if (faults.length === 0) {
    const detail = writeRefusal(refusal, language);
    return [{ pointer: '', code: refusal.code, detail, ...(file !== undefined && { file }) }];
  }
  return faults.map((fault) => written(fault, source, language));
}

const REFERENCE_USED: Fault = { pointer: '/reference', code: 'REFERENCE_USED' };

function written(fault: Fault, source: SourceLine, language: Language): LineProblem {
  const { file } = source;
  const place = source.locate?.(fault.pointer);
  return writeFault({ ...place, ...(file !== undefined && { file }), ...fault }, language);
}
