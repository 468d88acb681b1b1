/**
 * A verdict on the page: one answer first, as word, symbol and color, then each question. Decides nothing.
 *
 * @module
 */
import {
  answerWording,
  FINDING_WORDING,
  type Finding,
  type Language,
  NOTE_WORDING,
  OUTCOME_WORDING,
  type Outcome,
  QUESTION_WORDING,
  type Verdict,
} from '@chopmark/core/verify';
import { el, rowsOf } from './element.js';
import { textOf } from './texts.js';

const MARK: Readonly<Record<Outcome, string>> = { pass: '✔', fail: '✘', unknown: '?', skipped: '–' };

export type Tone = 'good' | 'bad' | 'open';

export function toneOf({ verdict, inForce }: Verdict): Tone {
  if (verdict === 'invalid') return 'bad';
  return verdict === 'valid' && inForce === 'yes' ? 'good' : 'open';
}

export const TONE_MARK: Readonly<Record<Tone, string>> = {
  good: MARK.pass,
  bad: MARK.fail,
  open: MARK.unknown,
};

/** @param names Of organizations, by MSP id. */
export function renderAnswer(
  verdict: Verdict,
  names: ReadonlyMap<string, string>,
  language: Language,
): HTMLElement {
  const { heading, meaning } = answerWording(verdict);
  const tone = toneOf(verdict);
  const time = verdict.asOf === null ? null : localTime(verdict.asOf, language);
  const signers = verdict.signers
    .map((mspId) => names.get(mspId) ?? mspId)
    .join(language === 'zh' ? '、' : ', ');
  const facts = [
    ['numberLabel', verdict.number],
    ['asOf', time],
    ['signedBy', verdict.verdict === 'valid' ? signers : null],
  ] as const;
  const rows = facts.flatMap(([name, value]) =>
    value === null ? [] : [[textOf(name, language), value] as const],
  );
  return answerCard(tone, heading[language], meaning[language], rows.length > 0 ? rowsOf(rows) : undefined);
}

/** The same card for an answer that is no verdict. */
export function answerCard(tone: Tone, heading: string, meaning: string, more?: Node): HTMLElement {
  return el(
    'section',
    { class: `card answer ${tone}`, 'data-tone': tone },
    el('div', { class: 'mark', 'aria-hidden': 'true' }, TONE_MARK[tone]),
    el(
      'div',
      { class: 'said' },
      el('h2', { id: 'answer-heading', tabindex: '-1' }, heading),
      meaning === '' ? undefined : el('p', {}, meaning),
      more,
    ),
  );
}

/** @param circumstances What was judged, when, by which profile: for the paper on which the page is printed. */
export function renderFindings(
  { verdict, findings, notes, documentHash }: Verdict,
  circumstances: readonly (readonly [name: string, value: string])[],
  language: Language,
): HTMLElement {
  const asked = verdict === 'error' ? findings.filter(({ outcome }) => outcome !== 'skipped') : findings;
  return el(
    'section',
    { class: 'card checks', 'aria-labelledby': 'checks-heading' },
    el('h2', { id: 'checks-heading' }, textOf('checksHeading', language)),
    el('ol', {}, ...asked.map((finding) => findingItem(finding, language))),
    notes.length > 0
      ? el(
          'ul',
          { class: 'notes' },
          ...notes.map(({ code, detail }) =>
            el(
              'li',
              { 'data-code': code },
              NOTE_WORDING[code][language],
              ' ',
              el('span', { class: 'detail' }, detail),
            ),
          ),
        )
      : undefined,
    el('div', { class: 'circumstances' }, rowsOf([...hashRow(documentHash, language), ...circumstances])),
    el('p', { class: 'quiet' }, textOf('foot', language)),
  );
}

function hashRow(documentHash: string | null, language: Language): (readonly [string, string])[] {
  return documentHash === null ? [] : [[textOf('documentHash', language), documentHash]];
}

function findingItem({ question, outcome, code, detail }: Finding, language: Language): HTMLElement {
  return el(
    'li',
    { class: outcome, 'data-question': question, 'data-code': code },
    el('span', { class: 'mark', 'aria-hidden': 'true' }, MARK[outcome]),
    el(
      'div',
      {},
      el(
        'p',
        { class: 'question' },
        QUESTION_WORDING[question][language],
        ' ',
        el('strong', {}, OUTCOME_WORDING[outcome][language]),
      ),
      code.endsWith('_NOT_CHECKED')
        ? undefined
        : el('p', { class: 'meaning' }, FINDING_WORDING[code][language]),
      el('p', { class: 'detail' }, el('code', {}, code), ` ${detail}`),
    ),
  );
}

/** Ledger time in the reader's words, always with UTC beside it. */
function localTime(instant: string, language: Language): string {
  const zone = { timeZone: 'Asia/Shanghai', dateStyle: 'long', timeStyle: 'medium' } as const;
  const local = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', zone).format(
    new Date(instant),
  );
  return `${local} ${language === 'zh' ? '北京时间' : 'Beijing time'} (${instant})`;
}
