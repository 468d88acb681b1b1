/** Answers that are no verdict. Decides nothing. */
import type { Language } from '@chopmark/core/verify';
import { el } from './element.js';
import type { NoAnswer } from './no-answer.js';
import { answerCard } from './render-verdict.js';
import { type TextName, textOf } from './texts.js';

const LOAD_TEXTS: Readonly<Record<NoAnswer['code'], TextName>> = {
  UNREACHABLE: 'loadUnreachable',
  FOREIGN_ADDRESS: 'loadForeign',
  NOT_FOUND: 'loadNotFound',
  TOO_LARGE: 'loadNotFound',
  BUSY: 'loadBusy',
  PAGE_INCOMPLETE: 'pageIncomplete',
  PAGE_FAULT: 'pageFault',
};

export function renderWorking(language: Language): Node[] {
  return [el('p', { class: 'working' }, textOf('working', language))];
}

export function renderNoAnswer(code: NoAnswer['code'], language: Language): Node[] {
  const heading = code.startsWith('PAGE_') ? 'pageFailed' : 'loadFailed';
  return [answerCard('open', textOf(heading, language), textOf(LOAD_TEXTS[code], language))];
}
