/** Many verdicts on the page: how many of each, then a row for each file, the ones to look at first. Decides nothing. */
import {
  ANSWER_KINDS,
  answerKindOf,
  answerWording,
  decidingFinding,
  type Language,
} from '@chopmark/core/verify';
import { el } from './element.js';
import type { Row } from './judging.js';
import { answerCard, toneOf, type Tone, TONE_MARK } from './render-verdict.js';
import { textOf } from './texts.js';

/** More rows than anybody reads; the command writes a report of all. */
const MAX_ROWS = 500;

export interface ListState {
  readonly rows: readonly Row[];
  /** Files to be judged in all. */
  readonly total: number;
  readonly done: boolean;
  readonly passedOver: number;
}

/** @param open Called with the row whose answer the reader wants in full. */
export function renderList(state: ListState, open: (row: Row) => void, language: Language): Node[] {
  const { rows, total, done } = state;
  const count = (value: number): string => value.toLocaleString('en-US');
  if (!done) {
    const progress = el('progress', { max: String(total), 'aria-label': textOf('working', language) });
    progress.value = rows.length;
    const text = textOf('workingMany', language, { done: count(rows.length), total: count(total) });
    return [el('p', { class: 'working' }, text, progress)];
  }
  const heading = textOf('listHeading', language, { count: count(rows.length) });
  return [answerCard(toneOfAll(rows), heading, '', sumOf(state, language)), tableOf(rows, open, language)];
}

function toneOfAll(rows: readonly Row[]): Tone {
  const tones = rows.map(({ verdict }) => toneOf(verdict));
  if (tones.includes('bad')) return 'bad';
  return tones.every((tone) => tone === 'good') ? 'good' : 'open';
}

function sumOf({ rows, passedOver }: ListState, language: Language): HTMLElement {
  const items = ANSWER_KINDS.flatMap((kind) => {
    const [sample, ...others] = rows.filter(({ verdict }) => answerKindOf(verdict) === kind);
    if (!sample) return [];
    const text = `${(others.length + 1).toLocaleString('en-US')} ${answerWording(sample.verdict).short[language]}`;
    return [el('li', { 'data-kind': kind }, text)];
  });
  const rest = textOf('passedOver', language, { count: String(passedOver) });
  return el(
    'ul',
    { class: 'sum' },
    ...items,
    passedOver > 0 ? el('li', { class: 'quiet' }, rest) : undefined,
  );
}

function tableOf(rows: readonly Row[], open: (row: Row) => void, language: Language): HTMLElement {
  const worstFirst = [...rows].sort((a, b) => rankOf(b) - rankOf(a));
  const shown = worstFirst.slice(0, MAX_ROWS);
  return el(
    'section',
    { class: 'card list', 'aria-labelledby': 'list-heading' },
    el('h2', { id: 'list-heading' }, textOf('filesHeading', language)),
    el('ol', {}, ...shown.map((row) => rowOf(row, open, language))),
    rows.length > shown.length
      ? el(
          'p',
          { class: 'quiet' },
          textOf('moreRows', language, { count: String(rows.length - shown.length) }),
        )
      : undefined,
  );
}

/** What a reader must look at stands first: invalid, unreadable, open; the rest as it came. */
function rankOf({ verdict }: Row): number {
  const kind = answerKindOf(verdict);
  return kind === 'invalid' ? ANSWER_KINDS.length : ANSWER_KINDS.indexOf(kind);
}

function rowOf(row: Row, open: (row: Row) => void, language: Language): HTMLElement {
  const { candidate, verdict } = row;
  const tone = toneOf(verdict);
  const more = verdict.number ?? decidingFinding(verdict)?.code ?? '';
  const button = el(
    'button',
    { type: 'button', class: 'row', 'data-kind': answerKindOf(verdict) },
    el('span', { class: `mark ${tone}`, 'aria-hidden': 'true' }, TONE_MARK[tone]),
    el(
      'span',
      { class: 'what' },
      el('span', { class: 'file' }, candidate.label),
      el('span', { class: 'quiet' }, `${answerWording(verdict).short[language]} · ${more}`),
    ),
  );
  button.addEventListener('click', () => open(row));
  return el('li', {}, button);
}
