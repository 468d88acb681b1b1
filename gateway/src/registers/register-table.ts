/** A register as rows of text: for CSV and for a workbook. */
import type { Language } from '../i18n/language.js';
import { formatDecimal, isRateWord, parseDecimal } from '@chopmark/core';
import type { RegisterEntry } from '../invoices/invoice-desk.js';
import type { LedgerPlace } from '../ledger/ledger-place.js';
import { stateWord } from './state-words.js';
import type { RegisterSummary } from './summary.js';

const HEADERS: Readonly<Record<Language, readonly string[]>> = {
  en: ['number', 'state', 'issued on', 'seller', 'seller tax id', 'buyer', 'buyer tax id', 'net', 'tax', 'gross', 'reference', 'series', 'batch', 'sequence', 'block', 'document hash', 'batch root', 'agrees with ledger', 'id'], // prettier-ignore
  zh: ['发票号码', '状态', '开票日期', '销方', '销方税号', '购方', '购方税号', '金额', '税额', '价税合计', '业务单号', '序列', '批次', '序号', '区块', '单据哈希', '批次根', '与账本一致', '编号'], // prettier-ignore
};

export const registerHeader = (language: Language): readonly string[] => HEADERS[language];

export function registerRow(entry: RegisterEntry, language: Language): readonly string[] {
  const { id, issuedOn, invoice, erasure, batchRoot, agrees } = entry;
  const check = agrees === undefined ? '' : yesOrNo(agrees, language);
  if (erasure !== undefined) {
    const blank = Array.from({ length: 8 }, () => '');
    const { ledger = null, documentHash = '' } = entry;
    const hashes = [documentHash, batchRoot ?? '', check];
    const state = stateWord('erased', language);
    return [erasure.number ?? '', state, issuedOn, ...blank, ...placeCells(ledger), ...hashes, id];
  }
  if (invoice === undefined) {
    const blank = Array.from({ length: 15 }, () => '');
    return ['', stateWord('unreadable', language), issuedOn, ...blank, id];
  }
  const { number, state, seller, buyer, totalNet, totalTax, totalGross, reference = '', ledger } = invoice;
  const parties = [seller.name, seller.taxId, buyer.name, buyer.taxId ?? ''];
  return [
    number ?? '',
    stateWord(state, language),
    issuedOn,
    ...parties,
    totalNet,
    totalTax,
    totalGross,
    reference,
    ...placeCells(ledger),
    invoice.documentHash ?? '',
    batchRoot ?? '',
    check,
    id,
  ];
}

function placeCells(ledger: LedgerPlace | null): readonly string[] {
  if (ledger === null) return ['', '', '', ''];
  return [ledger.series, ...[ledger.batch, ledger.sequence, ledger.block].map(String)];
}

const yesOrNo = (is: boolean, language: Language): string =>
  language === 'zh' ? (is ? '是' : '否') : is ? 'yes' : 'no';

/** As invoices print it: 0.13 is 13%. */
function rateWord(rate: string, language: Language): string {
  if (language === 'en') return rate;
  if (isRateWord(rate)) return rate === 'exempt' ? '免税' : '不征税';
  const { units, scale } = parseDecimal(rate);
  return `${formatDecimal({ units: units * 100n, scale }, scale)}%`;
}

/** Below the invoices: name and values. */
export function summaryRows(summary: RegisterSummary, language: Language): readonly (readonly string[])[] {
  const { anchored, pending, refused, unreadable, erased, reconciles } = summary;
  const word = (en: string, zh: string): string => (language === 'zh' ? zh : en);
  return [
    [word('anchored', '已上链'), String(anchored)],
    [word('pending', '待上链'), String(pending)],
    [word('refused', '被拒绝'), String(refused)],
    [word('unreadable', '无法读取'), String(unreadable)],
    [word('erased', '已删除'), String(erased)],
    [
      word('net, tax, gross of anchored', '已上链金额、税额、价税合计'),
      summary.totalNet,
      summary.totalTax,
      summary.totalGross,
    ],
    ...summary.byRate.map(({ rate, lines, net, tax }) => [
      word('by rate', '按税率'),
      rateWord(rate, language),
      String(lines),
      net,
      tax,
    ]),
    ...summary.batches.map(({ series, batch, root, block, invoices }) => [
      word('batch', '批次'),
      series,
      String(batch),
      String(block),
      String(invoices),
      root,
    ]),
    [word('reconciles with the ledger', '与账本勾稽'), yesOrNo(reconciles, language)],
  ];
}
