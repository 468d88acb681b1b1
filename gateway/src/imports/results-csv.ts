/** Results of an operation as a table: one row for each good line, one for each fault of a refused one. */
import { BYTE_ORDER_MARK, csvRow } from '../archive/csv.js';
import type { Language } from '../i18n/language.js';
import type { LineProblem, LineResult } from '../invoices/invoice-desk.js';
import { stateWord } from '../registers/state-words.js';

const HEADERS: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'line',
    'state',
    'code',
    'file',
    'fault at line',
    'column',
    'detail',
    'reference',
    'id',
    'number',
    'total',
  ],
  zh: ['行', '状态', '代码', '文件', '错误行', '列', '说明', '业务单号', '编号', '发票号码', '价税合计'],
};

export async function* resultsCsv(
  results: AsyncIterable<LineResult>,
  language: Language,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvRow(HEADERS[language]);
  for await (const result of results) {
    const { errors = [] } = result;
    yield errors.length === 0
      ? csvRow(rowOf(result, language))
      : errors.map((error) => csvRow(rowOf(result, language, error))).join('');
  }
}

function rowOf(result: LineResult, language: Language, error?: LineProblem): string[] {
  const { line, invoice, erasure, reference = '' } = result;
  const place = String(line);
  const state = stateWord(result.state, language);
  if (erasure !== undefined) {
    const { reason, id, number } = erasure;
    return [place, state, 'INVOICE_ERASED', '', '', '', reason, '', id, number ?? '', ''];
  }
  const fault = error === undefined ? refusalCells(invoice) : faultCells(error, place);
  return [place, state, ...fault, ...invoiceCells(invoice, reference)];
}

function faultCells(
  { code, file = '', line, column, pointer, detail }: LineProblem,
  place: string,
): string[] {
  return [code, file, line === undefined ? place : String(line), column ?? pointer, detail];
}

/** What the pipeline refused later. */
function refusalCells(invoice: LineResult['invoice']): string[] {
  return [invoice?.refusal?.code ?? '', '', '', '', invoice?.refusal?.detail ?? ''];
}

function invoiceCells(invoice: LineResult['invoice'], reference: string): string[] {
  return invoice === undefined
    ? [reference, '', '', '']
    : [invoice.reference ?? '', invoice.id, invoice.number ?? '', invoice.totalGross];
}
