/** Answers that are no verdict. Decides nothing. */
import type { Language } from '@chopmark/core/verify';
import { el } from './element.js';
import type { NoAnswer } from './fetch-own.js';
import { answerCard } from './render-verdict.js';
import { type TextName, textOf } from './texts.js';

const LOAD_TEXTS: Readonly<Record<NoAnswer['code'], TextName>> = {
  UNREACHABLE: 'loadUnreachable',
  FOREIGN_ADDRESS: 'loadForeign',
  NOT_FOUND: 'loadNotFound',
  TOO_LARGE: 'loadNotFound',
};

export function renderWorking(language: Language): Node[] {
  return [el('p', { class: 'working' }, textOf('working', language))];
}

export function renderNoAnswer(code: NoAnswer['code'], language: Language): Node[] {
  return [answerCard('open', textOf('loadFailed', language), textOf(LOAD_TEXTS[code], language))];
}
