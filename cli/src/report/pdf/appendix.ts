/** How to repeat the steps, what the words mean, and the bytes themselves. */
import {
  type ReportMaterial,
  SHELL_FUNCTIONS,
  type StepValue,
  type VerificationReport,
} from '@chopmark/core/verify';
import { COLOR } from './colors.js';
import { GLOSSARY, HOW_TO_REPEAT } from './glossary.js';
import { both, chapter } from './headings.js';
import { LABEL } from './labels.js';
import { MAX_TEXT } from './steps.js';
import { type Typesetter, span } from './typesetter.js';

/** Bytes of one material, and of all, that are worth the paper. */
const MAX_PRINTED_BYTES = 12_000;
const MAX_ANNEX_BYTES = 60_000;
const BASE64_LINE = 108;

export function drawRepeat(page: Typesetter): void {
  chapter(page, LABEL.repeatChapter, 120);
  for (const { zh, en, commands } of HOW_TO_REPEAT) {
    page.ensure(40);
    page.paragraph([span(zh, 9.2)]);
    page.paragraph([span(en, 8.4, 'text', COLOR.quiet)]);
    for (const command of commands) page.paragraph([span(command, 8, 'mono', COLOR.accent)], { indent: 12 });
    page.space(4);
  }
  for (const line of SHELL_FUNCTIONS.split('\n'))
    page.paragraph(
      [
        span(
          line.replace(/^ +/, (spaces) => '\u00a0'.repeat(spaces.length)),
          6.8,
          'mono',
          line.startsWith('#') ? COLOR.quiet : COLOR.ink,
        ),
      ],
      {
        leading: 1.32,
      },
    );
}

export function drawGlossary(page: Typesetter): void {
  chapter(page, LABEL.glossary, 100);
  for (const { term, means } of GLOSSARY) {
    page.ensure(34);
    page.paragraph([
      span(`${term.zh}  `, 9.2, 'bold'),
      span(`${term.en}  `, 8.6, 'bold', COLOR.quiet),
      span(means.zh, 9),
    ]);
    page.paragraph([span(means.en, 8.4, 'text', COLOR.quiet)]);
    page.space(3);
  }
}

/** Only what is no part of something else printed here. */
export function drawAnnex(page: Typesetter, { materials, steps }: VerificationReport): void {
  chapter(page, LABEL.annex, 100);
  page.paragraph(both(LABEL.annexLead, 8.8));
  const computed = new Set(steps.flatMap(({ output }) => outputsOf(output)));
  let printed = 0;
  for (const material of materials) {
    const text = printable(material);
    if (text === undefined || (material.origin === null && computed.has(material.name))) continue;
    page.space(6);
    page.ensure(36);
    page.paragraph([
      span(`${material.name}  `, 8.4, 'mono', COLOR.accent),
      span(`${material.title.zh} `, 8.4),
      span(`${material.title.en}  ${material.bytes} B`, 7.8, 'text', COLOR.quiet),
    ]);
    const fits = material.bytes <= MAX_PRINTED_BYTES && printed + material.bytes <= MAX_ANNEX_BYTES;
    if (!fits) {
      page.paragraph(both(LABEL.annexMore, 8, COLOR.open));
      continue;
    }
    printed += material.bytes;
    for (const line of text) page.paragraph([span(line, 6.7, 'mono')], { leading: 1.3 });
  }
}

function outputsOf(output: StepValue | null): readonly string[] {
  if (!output) return [];
  if ('materials' in output) return output.materials;
  return output.material === null ? [] : [output.material];
}

/** @returns Lines; undefined for what the steps print themselves, and for parts of something else. */
function printable({ name, content, origin, bytes }: ReportMaterial): string[] | undefined {
  if (!content || 'hex' in content) return undefined;
  if (origin && ('offset' in origin || origin.as === 'pem')) return undefined;
  if ('base64' in content) return content.base64.match(new RegExp(`.{1,${BASE64_LINE}}`, 'g')) ?? [];
  const isListed = name.endsWith('.txt') || content.text.length <= MAX_TEXT;
  if (isListed) return undefined;
  if (bytes > MAX_PRINTED_BYTES) return [];
  return content.text.trimEnd().split('\n');
}
