/**
 * An invoice as a page. Every text of the document is escaped: sellers write what they like.
 *
 * @module
 */
import type { JsonValue } from '@chopmark/core';
import { beijingTime } from '../i18n/beijing-time.js';
import { escapeHtml as escaped } from '../i18n/escape-html.js';
import type { Language } from '../i18n/language.js';
import { otherLanguageLink } from '../i18n/page-language.js';
import type { InvoiceView } from '../invoices/invoice-desk.js';
import { notices, type PageFacts, pageStart } from './page-parts.js';
import { PAGE_WORDS, type PageWords } from './page-words.js';

export { PAGE_STYLE } from './page-style.js';

export interface PageInvoice {
  readonly invoice: InvoiceView;
  readonly document: Readonly<Record<string, JsonValue>>;
}

/** @param secret Of the link: the page's own links lead by it. */
export function invoicePage(
  { invoice, document }: PageInvoice,
  secret: string,
  { language, ...facts }: PageFacts,
): string {
  const words = PAGE_WORDS[language];
  const kind = document['vatKind'] === 'special' ? words.special : words.ordinary;
  return `${pageStart(`${words.title} ${invoice.number ?? ''}`, language)}
<body>${notices({ language, ...facts })}<main>
<header><h1>${words.title} <small>${kind}</small></h1>
<dl>${pair(words.number, invoice.number ?? words.noNumber)}${pair(words.issuedOn, invoice.issuedOn)}</dl></header>
<p class="state ${invoice.state}">${words.states[invoice.state]}</p>
<section class="parties">${party(words.seller, document['seller'], words)}${party(words.buyer, document['buyer'], words)}</section>
${linesTable(document, words)}
${optional(words.remark, document['remark'])}${optional(words.drawer, document['drawer'])}
${proof(invoice, language)}
<nav><a href="/v1/shared-invoices/${secret}/bundle" download>${words.bundle}</a>
<a href="/v1/shared-invoices/${secret}" download="invoice.json">${words.json}</a>
<a href="/verify">${words.verify}</a> ${otherLanguageLink(language)}</nav>
<footer>${words.warning}</footer>
</main></body></html>
`;
}

type Members = Readonly<Record<string, JsonValue | undefined>>;

const membersOf = (value: JsonValue | undefined): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};

const textOf = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');

function pair(name: string, value: string): string {
  return value === '' ? '' : `<div><dt>${name}</dt><dd>${escaped(value)}</dd></div>`;
}

function optional(name: string, value: JsonValue | undefined): string {
  return value === undefined ? '' : `<dl class="note">${pair(name, textOf(value))}</dl>`;
}

function party(title: string, value: JsonValue | undefined, words: PageWords): string {
  const { name, taxId, address, phone, bankName, bankAccount } = membersOf(value);
  const rows = [
    [words.name, name],
    [words.taxId, taxId],
    [words.address, [address, phone].map(textOf).join(' ').trim()],
    [words.bank, [bankName, bankAccount].map(textOf).join(' ').trim()],
  ] as const;
  return `<div><h2>${title}</h2><dl>${rows.map(([label, one]) => pair(label, textOf(one))).join('')}</dl></div>`;
}

/** Members of a line, as columns. */
const COLUMNS = ['name', 'specification', 'unit', 'quantity', 'unitPrice', 'net', 'rate', 'tax'] as const;
const NUMERIC: ReadonlySet<string> = new Set(['quantity', 'unitPrice', 'net', 'rate', 'tax']);

function linesTable(document: PageInvoice['document'], words: PageWords): string {
  const lines = Array.isArray(document['lines']) ? document['lines'].map(membersOf) : [];
  const cell = (tag: 'th' | 'td', column: (typeof COLUMNS)[number], text: string): string =>
    `<${tag}${tag === 'td' ? ` data-label="${words.columns[column]}"` : ''}${NUMERIC.has(column) ? ' class="number"' : ''}${tag === 'th' ? ' scope="col"' : ''}>${escaped(text)}</${tag}>`;
  const head = COLUMNS.map((column) => cell('th', column, words.columns[column])).join('');
  const rows = lines.map((line) => {
    const cells = COLUMNS.map((column) => {
      const text = textOf(line[column]);
      return cell('td', column, column === 'rate' ? rateOf(text, words) : text);
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  const [net, tax, gross] = ['totalNet', 'totalTax', 'totalGross'].map((name) =>
    escaped(textOf(document[name])),
  );
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody>
<tfoot><tr><th scope="row" colspan="5">${words.totals}</th><td class="number" data-label="${words.columns.net}">${net}</td><td></td><td class="number" data-label="${words.columns.tax}">${tax}</td></tr>
<tr class="gross"><th scope="row" colspan="5">${words.gross}</th><td class="number" colspan="3">¥ ${gross}</td></tr></tfoot></table></div>`;
}

/** 0.13 is 13 %. */
function rateOf(rate: string, words: PageWords): string {
  if (rate === 'exempt') return words.exempt;
  if (rate === 'notTaxed') return words.notTaxed;
  return /^0\.[0-9]+$/.test(rate) ? `${Number((Number(rate) * 100).toFixed(4))} %` : rate;
}

function proof({ ledger, documentHash, anchoredAt }: InvoiceView, language: Language): string {
  const words = PAGE_WORDS[language];
  if (ledger === null) return `<p class="proof">${words.notAnchored}</p>`;
  return `<dl class="proof">${pair(words.anchoredAt, anchoredAt === null ? '' : beijingTime(anchoredAt, language))}${pair(words.block, String(ledger.block))}${pair(
    words.transaction,
    ledger.txId,
  )}${pair(words.hash, documentHash ?? '')}</dl>`;
}
