/** The eight questions with their answers, and what is not proven. */
import type { VerificationReport } from '@chopmark/core/verify';
import { COLOR, colorOf } from './colors.js';
import { both, chapter } from './headings.js';
import { LABEL } from './labels.js';
import { clipped } from './runs.js';
import { drawTable } from './table.js';
import { type Typesetter, span } from './typesetter.js';

const TONE = { pass: 'good', fail: 'bad', unknown: 'open', skipped: 'quiet' } as const;

export function drawAnswers(page: Typesetter, { questions }: VerificationReport): void {
  chapter(page, LABEL.questions, 430);
  drawTable(
    page,
    [
      { share: 0.31, head: both(LABEL.question, 8.4) },
      { share: 0.17, head: both(LABEL.answer, 8.4) },
      { share: 0.52, head: both(LABEL.reason, 8.4) },
    ],
    questions.map(({ title, outcome, answer, text, code, detail }) => [
      [span(`${title.zh} `, 9), span(title.en, 8, 'text', COLOR.quiet)],
      [
        span(`${answer.zh} `, 9.2, 'bold', colorOf(TONE[outcome])),
        span(answer.en, 8.4, 'text', colorOf(TONE[outcome])),
      ],
      [
        span(`${text.zh} `, 9),
        span(`${text.en} `, 8, 'text', COLOR.quiet),
        span(`${code}: ${clipped(detail, 400)}`, 7.2, 'mono', COLOR.quiet),
      ],
    ]),
    {
      maxLines: 12,
      markWidth: (column) => (column === 1 ? 15 : 0),
      mark: (row, column, x, y) => {
        const outcome = questions[row]?.outcome;
        if (column === 1 && outcome) page.sign(outcome, x, y + 6.4, 5);
      },
    },
  );
}

export function drawNotProven(page: Typesetter, { notProven }: VerificationReport): void {
  chapter(page, LABEL.notProven, 100);
  page.paragraph(both(LABEL.notProvenLead, 9.4));
  page.space(4);
  for (const { text } of notProven) {
    page.ensure(42);
    page.drawText('—', { font: 'text', size: 9, color: COLOR.quiet }, 48, page.y + 9.6);
    page.paragraph([span(text.zh, 9.2)], { indent: 14 });
    page.paragraph([span(text.en, 8.4, 'text', COLOR.quiet)], { indent: 14 });
    page.space(3.5);
  }
}
