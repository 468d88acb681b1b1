/**
 * The page behind the `type` link of a problem: what the code means and what to do, in both languages.
 *
 * @module
 */
import { LEDGER_ERROR_STATUS } from '@chopmark/core';
import { escapeHtml } from '../i18n/escape-html.js';
import { LANGUAGES, LANGUAGE_TAGS, type Language } from '../i18n/language.js';
import { PROBLEMS, isProblemCode } from './catalogue.js';
import { isLedgerErrorCode, LEDGER_REFUSALS } from './ledger-refusals.js';

/** HTML of the page; `undefined` when there is no such code. Everything in it comes from our own tables. */
export function helpPage(code: string, first: Language): string | undefined {
  const status = statusOf(code);
  if (status === undefined) return undefined;
  const ordered = [first, ...LANGUAGES.filter((language) => language !== first)];
  return [
    '<!doctype html>',
    `<html lang="${LANGUAGE_TAGS[first]}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${code} – Chopmark</title><link rel="icon" href="data:,"></head><body><main>`,
    `<h1><code>${code}</code> (HTTP ${String(status)})</h1>`,
    ...ordered.map((language) => section(code, language)),
    '</main></body></html>',
  ].join('\n');
}

function statusOf(code: string): number | undefined {
  if (isProblemCode(code)) return PROBLEMS[code].status;
  return isLedgerErrorCode(code) ? LEDGER_ERROR_STATUS[code] : undefined;
}

const LEDGER = {
  en: ['Refused by the ledger', 'A rule of the contract refused the transaction; nothing was written.'],
  zh: ['账本拒绝', '合约规则拒绝了该交易，未写入任何内容。'],
} as const;

function section(code: string, language: Language): string {
  const [title, ...paragraphs] = wordsOf(code, language);
  const text = paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('');
  return `<section lang="${LANGUAGE_TAGS[language]}"><h2>${escapeHtml(title)}</h2>${text}</section>`;
}

function wordsOf(code: string, language: Language): readonly [string, ...string[]] {
  if (isProblemCode(code)) {
    const { title, detail, advice } = PROBLEMS[code];
    return [title[language], detail[language], advice[language]];
  }
  if (!isLedgerErrorCode(code)) return LEDGER[language];
  const { meaning, advice } = LEDGER_REFUSALS[code];
  return [...LEDGER[language], meaning[language], advice[language]];
}
