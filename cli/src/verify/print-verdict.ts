/**
 * A verdict for people: one answer first, then what to compare with the paper, then each question.
 *
 * @module
 */
import {
  FINDING_WORDING,
  type Finding,
  KIND_PLACE,
  KIND_WORDING,
  type Language,
  NOTE_WORDING,
  OUTCOME_WORDING,
  type Outcome,
  QUESTION_WORDING,
  type ShownValue,
  type Verdict,
  answerWording,
} from '@chopmark/core/verify';
import { type Color, MARK, type Paint, answerMark, plain } from './terminal.js';

export interface PrintOptions {
  readonly language: Language;
  readonly paint: Paint;
}

const COLOR: Readonly<Record<Outcome, Color>> = {
  pass: 'green',
  fail: 'red',
  unknown: 'yellow',
  skipped: 'gray',
};

const LABELS = {
  kind: { en: 'Document', zh: '文件' },
  number: { en: 'Number', zh: '号码' },
  asOf: { en: 'As of', zh: '截至' },
  hidden: { en: '(hidden by holder)', zh: '（持有人未出示）' },
  compare: { en: 'Compare with the paper', zh: '请与票面核对' },
  says: { en: 'It says', zh: '内容' },
  profile: { en: 'Judged by', zh: '依据' },
} as const;

type Labels = readonly (readonly [pointer: string, label: Readonly<Record<Language, string>>])[];

/** Values that stand on every paper, by their place in an invoice. */
const ON_PAPER: Labels = [
  ['/issuedOn', { en: 'Date', zh: '开票日期' }],
  ['/seller/name', { en: 'Seller', zh: '销售方' }],
  ['/buyer/name', { en: 'Buyer', zh: '购买方' }],
  ['/totalNet', { en: 'Net', zh: '金额' }],
  ['/totalTax', { en: 'Tax', zh: '税额' }],
  ['/totalGross', { en: 'Total', zh: '价税合计' }],
];

/** What a checkpoint of an audit log says: there is no paper of it. */
const OF_CHECKPOINT: Labels = [
  ['/organization', { en: 'Gateway', zh: '网关' }],
  ['/chainSequence', { en: 'Record', zh: '记录' }],
  ['/chainHash', { en: 'Hash', zh: '哈希' }],
  ['/madeAt', { en: 'Made at', zh: '时间' }],
];

/** @param values Of the document, undefined when it could not be read. */
export function formatVerdict(
  file: string,
  verdict: Verdict,
  values: ReadonlyMap<string, ShownValue> | undefined,
  { language, paint }: PrintOptions,
): string {
  const { heading, meaning } = answerWording(verdict);
  const [mark, color] = answerMark(verdict);
  const lines = [
    `${paint(color, `${mark} ${heading[language]}`)}  ${paint('gray', plain(file))}`,
    ...reasonsOf(verdict).map((reason) => `  ${plain(reason)}`),
    `  ${meaning[language]}`,
    ...factsOf(verdict, values, language),
    '',
    ...questionsOf(verdict).map((finding) => findingLine(finding, language, paint)),
    ...verdict.notes.map(
      ({ code, detail }) => `  ! ${NOTE_WORDING[code][language]} ${paint('gray', plain(detail))}`,
    ),
  ];
  if (verdict.profile) {
    const { name, fingerprint } = verdict.profile;
    lines.push(paint('gray', `  ${LABELS.profile[language]}: ${plain(name)}, ${fingerprint}`));
  }
  return `${lines.join('\n')}\n`;
}

/** Why nothing was judged: what its reader wants to know first. */
function reasonsOf(verdict: Verdict): readonly string[] {
  return verdict.verdict === 'error' ? questionsOf(verdict).map(({ detail }) => detail) : [];
}

/** Of what could not be read at all only the reason is worth a line. */
function questionsOf({ verdict, findings }: Verdict): readonly Finding[] {
  return verdict === 'error' ? findings.filter(({ outcome }) => outcome !== 'skipped') : findings;
}

function factsOf(
  { verdict, number, asOf }: Verdict,
  values: ReadonlyMap<string, ShownValue> | undefined,
  language: Language,
): string[] {
  const kind = values?.get(KIND_PLACE);
  const isNamed = kind && 'text' in kind && Object.hasOwn(KIND_WORDING, kind.text);
  const named = isNamed ? KIND_WORDING[kind.text] : undefined;
  const facts = [
    ...(named === undefined || verdict === 'invalid'
      ? []
      : [`  ${LABELS.kind[language]}: ${named[language]}`]),
    ...(number === null ? [] : [`  ${LABELS.number[language]}: ${number}`]),
    ...(asOf === null ? [] : [`  ${LABELS.asOf[language]}: ${asOf}`]),
  ];
  if (verdict === 'invalid') return facts;
  const isCheckpoint = values?.has('/chainHash') === true;
  const shown = (isCheckpoint ? OF_CHECKPOINT : ON_PAPER).flatMap(([pointer, label]) => {
    const value = values?.get(pointer);
    if (!value) return [];
    return [`${label[language]} ${'text' in value ? plain(value.text) : LABELS.hidden[language]}`];
  });
  const lead = (isCheckpoint ? LABELS.says : LABELS.compare)[language];
  return shown.length > 0 ? [...facts, `  ${lead}: ${shown.join(' · ')}`] : facts;
}

function findingLine({ question, outcome, code, detail }: Finding, language: Language, paint: Paint): string {
  const answer = paint(COLOR[outcome], `${MARK[outcome]} ${OUTCOME_WORDING[outcome][language]}`);
  const text = `  ${QUESTION_WORDING[question][language]} ${answer}`;
  if (outcome === 'skipped') return text;
  return `${text}\n      ${FINDING_WORDING[code][language]} ${paint('gray', `${code}: ${plain(detail)}`)}`;
}
