/** First page: the answer, and what it is about. */
import { type Text, type VerificationReport, answerKindOf } from '@chopmark/core/verify';
import { COLOR, TINT, type Tone, colorOf } from './colors.js';
import { both } from './headings.js';
import { grouped } from './hex.js';
import { LABEL } from './labels.js';
import { clipped } from './runs.js';
import { drawTable } from './table.js';
import { PAGE, type Typesetter, WIDTH, span } from './typesetter.js';

export function drawTitle(page: Typesetter, report: VerificationReport): void {
  page.drawText(LABEL.product.zh, { font: 'bold', size: 11, color: COLOR.accent }, PAGE.left, page.y + 8);
  page.drawText(
    LABEL.product.en,
    { font: 'text', size: 11, color: COLOR.accent },
    PAGE.left + 28,
    page.y + 8,
  );
  page.space(26);
  page.paragraph([
    span(`${LABEL.report.zh}  `, 24, 'bold', COLOR.accent),
    span(LABEL.report.en, 17, 'text', COLOR.quiet),
  ]);
  page.space(6);
  drawAnswer(page, report);
  page.space(12);
  drawOverview(page, report);
  page.space(12);
  drawFacts(page, report);
  drawNotes(page, report);
}

const TONES: Readonly<Record<ReturnType<typeof answerKindOf>, Tone>> = {
  'valid-yes': 'good',
  'valid-no': 'open',
  'valid-unknown': 'open',
  invalid: 'bad',
  indeterminate: 'open',
  error: 'quiet',
};

export function toneOf({ verdict }: VerificationReport): Tone {
  return TONES[answerKindOf(verdict)];
}

function drawAnswer(page: Typesetter, report: VerificationReport): void {
  const tone = toneOf(report);
  const { heading, meaning } = report.answer;
  const inner = { width: WIDTH - 62 };
  const lines = [
    ...page.lines([span(heading.zh, 17, 'bold', colorOf(tone))], inner),
    ...page.lines([span(heading.en, 12, 'bold', colorOf(tone))], inner),
    ...page.lines([span(meaning.zh, 9.5)], inner),
    ...page.lines([span(meaning.en, 9, 'text', COLOR.quiet)], inner),
  ];
  const leading = (size: number): number => size * 1.42;
  const height = 24 + lines.reduce((sum, line) => sum + leading(line[0]?.size ?? 0), 0);
  page.ensure(height);
  page.box(PAGE.left, page.y, WIDTH, height, TINT[tone]);
  page.box(PAGE.left, page.y, 5, height, colorOf(tone));
  const sign = ({ good: 'pass', bad: 'fail', open: 'unknown', quiet: 'unknown' } as const)[tone];
  page.sign(sign, PAGE.left + 18, page.y + 27, 11);
  let y = page.y + 12;
  for (const line of lines) {
    const step = leading(line[0]?.size ?? 0);
    page.drawLine(line, PAGE.left + 52, y + step * 0.74);
    y += step;
  }
  page.y += height;
}

/** The eight answers at one glance: a sign, a word, the question in a word. */
function drawOverview(page: Typesetter, { questions }: VerificationReport): void {
  const width = WIDTH / questions.length;
  page.ensure(44);
  for (const [at, { title, outcome, answer }] of questions.entries()) {
    const x = PAGE.left + at * width;
    page.sign(outcome, x, page.y + 8, 6.4);
    const [zh = ''] = title.zh.split('：');
    const [en = ''] = title.en.split(':');
    page.drawText(zh, { font: 'bold', size: 9.4, color: COLOR.ink }, x + 17, page.y + 11.4);
    page.drawText(en, { font: 'text', size: 7.8, color: COLOR.quiet }, x, page.y + 26);
    page.drawText(
      `${answer.zh} ${answer.en}`,
      { font: 'text', size: 6.2, color: COLOR.quiet },
      x,
      page.y + 36,
    );
  }
  page.space(40);
}

function drawFacts(page: Typesetter, report: VerificationReport): void {
  const { verdict, profile, file, document } = report;
  const mono = (value: string) => [span(value, 7.7, 'mono')];
  const plain = (value: string) => [span(clipped(value, 300), 9.2)];
  const facts: [Text, ReturnType<typeof mono>][] = [
    [LABEL.number, verdict.number === null ? plain('–') : [span(verdict.number, 11, 'bold')]],
    [LABEL.asOf, plain(verdict.asOf ?? '–')],
    [LABEL.judgedAt, plain(report.judgedAt)],
    [{ zh: `${LABEL.file.zh} ${file.bytes} B`, en: 'SHA-256' }, mono(grouped(file.sha256))],
    [LABEL.documentHash, document?.hash ? mono(grouped(document.hash)) : plain('–')],
    [LABEL.profile, profile ? plain(`${profile.name}, ${profile.channel}`) : both(LABEL.noProfile, 9.2)],
    [LABEL.fingerprint, profile ? mono(profile.fingerprint) : plain('–')],
    [
      LABEL.signedBy,
      profile && profile.signedBy.length > 0
        ? plain(profile.signedBy.join(', '))
        : both(profile ? LABEL.nobody : LABEL.none, 9.2),
    ],
    [LABEL.signers, verdict.signers.length > 0 ? plain(verdict.signers.join(', ')) : both(LABEL.none, 9.2)],
    [LABEL.network, verdict.network === null ? plain('–') : mono(grouped(verdict.network))],
    [LABEL.verifier, plain(`${report.verifier.name} ${report.verifier.version}`)],
  ];
  drawTable(
    page,
    [
      { share: 0.245, head: [] },
      { share: 0.755, head: [] },
    ],
    facts.map(([label, value]) => [
      [span(label.zh, 9.2), span(`  ${label.en}`, 8, 'text', COLOR.quiet)],
      value,
    ]),
    { padding: 3.4, maxLines: 4 },
  );
}

function drawNotes(page: Typesetter, { notes }: VerificationReport): void {
  if (notes.length === 0) return;
  page.space(10);
  for (const { text, detail } of notes.slice(0, 12)) {
    page.ensure(40);
    const top = page.y;
    page.paragraph(
      [
        span(`${text.zh} `, 9, 'bold', COLOR.open),
        span(`${text.en} `, 8.6, 'text', COLOR.open),
        span(`(${clipped(detail, 200)})`, 8, 'text', COLOR.quiet),
      ],
      {
        indent: 12,
      },
    );
    if (page.y > top) page.box(PAGE.left, top + 1, 3, page.y - top - 2, COLOR.open);
    page.space(3);
  }
}
