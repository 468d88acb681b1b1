/**
 * The steps: what goes in, what is done, what comes out, what it has to be, and the command that repeats it.
 *
 * @module
 */
import {
  OUTCOME_WORDING,
  type ReportMaterial,
  type ReportStep,
  type StepValue,
  type Text,
  type VerificationReport,
  originCommand,
} from '@chopmark/core/verify';
import { COLOR, type Tone, colorOf } from './colors.js';
import { chapter } from './headings.js';
import { grouped } from './hex.js';
import { LABEL, RESULT } from './labels.js';
import { clipped } from './runs.js';
import type { Span } from './runs.js';
import { PAGE, type Typesetter, WIDTH, span } from './typesetter.js';

const LABEL_WIDTH = 66;
const BODY = 7.7;
const MAX_INPUTS = 8;
const MAX_OUTPUTS = 20;
const MAX_ROWS = 40;
const MAX_COMMANDS = 14;
/** Texts up to this length are printed where they first occur. */
export const MAX_TEXT = 700;
const SHORT_HASH = 16;
/** Lines of a list, e.g. of leaves; an invoice of 2,000 lines has 18,000. */
const MAX_LISTED = 40;

const TONE: Readonly<Record<ReportStep['result'], Tone>> = {
  computed: 'quiet',
  agrees: 'good',
  differs: 'bad',
  open: 'open',
};

export function drawSteps(page: Typesetter, report: VerificationReport): void {
  chapter(page, LABEL.steps, 120);
  page.paragraph([span(LABEL.stepsLead.zh, 9)]);
  page.paragraph([span(LABEL.stepsLead.en, 8.2, 'text', COLOR.quiet)]);
  const drawing = new StepDrawing(page, report.materials);
  let section: string | undefined;
  for (const step of report.steps) {
    if (step.question !== section) drawSection(page, report, step);
    section = step.question;
    drawing.step(step);
  }
}

function drawSection(
  page: Typesetter,
  { questions }: VerificationReport,
  { number, question }: ReportStep,
): void {
  const asked = questions.find((one) => one.question === question);
  const title: Text = asked?.title ?? LABEL.basis;
  page.space(12);
  page.ensure(70);
  page.rule(COLOR.accent, 1);
  page.space(5);
  const [section = ''] = number.split('.');
  page.paragraph(
    [
      span(`${section}  `, 11, 'bold', COLOR.accent),
      span(`${title.zh} `, 11, 'bold', COLOR.accent),
      span(`${title.en} `, 9.4, 'text', COLOR.quiet),
      ...(asked
        ? [
            span(
              `${OUTCOME_WORDING[asked.outcome].zh} ${OUTCOME_WORDING[asked.outcome].en}`,
              9.4,
              'bold',
              COLOR.accent,
            ),
          ]
        : []),
    ],
    { leading: 1.35 },
  );
  page.space(2);
}

class StepDrawing {
  readonly #materials: ReadonlyMap<string, ReportMaterial>;
  /** Printed in full before. */
  readonly #told = new Set<string>();
  readonly #listed = new Set<string>();

  constructor(
    private readonly page: Typesetter,
    materials: readonly ReportMaterial[],
  ) {
    this.#materials = new Map(materials.map((one) => [one.name, one]));
  }

  step(step: ReportStep): void {
    const { page } = this;
    page.space(7);
    page.ensure(60);
    this.#head(step);
    this.#row(LABEL.operation, [span(clipped(step.operation, 300), BODY, 'mono')]);
    this.#inputs(step);
    this.#rows(step);
    this.#value(LABEL.output, step.output);
    if (step.result !== 'computed') this.#value(LABEL.expected, step.expected);
    if (step.detail !== null) {
      this.#row(LABEL.detail, [
        span(`${step.code ?? ''}: ${clipped(step.detail, 400)}`, BODY, 'mono', COLOR.bad),
      ]);
    }
    this.#commands(step);
  }

  #rows({ rows }: ReportStep): void {
    for (const [at, row] of rows.slice(0, MAX_ROWS).entries()) {
      this.#row(at === 0 ? LABEL.compared : undefined, [
        span(`${row.what.zh} ${row.what.en}: `, BODY, 'text', COLOR.quiet),
        span(clipped(row.found, 200), BODY, 'mono'),
        span(` ${row.relation} `, BODY, 'mono', row.agrees ? COLOR.good : COLOR.bad),
        span(clipped(row.required, 300), BODY, 'mono'),
        ...(row.agrees ? [] : [span(`  ${RESULT.differs.zh} ${RESULT.differs.en}`, BODY, 'bold', COLOR.bad)]),
      ]);
    }
  }

  #head({ number, title, result }: ReportStep): void {
    const { page } = this;
    const tone = TONE[result];
    const chip = `${RESULT[result].zh} ${RESULT[result].en}`;
    const style = { font: 'bold', size: 7.8, color: colorOf(tone) } as const;
    page.drawRight(chip, style, PAGE.left + WIDTH, page.y + 9);
    const width = WIDTH - page.measure(chip, style) - 18;
    const top = page.y;
    page.paragraph(
      [
        span(`${number}  `, 9, 'bold', COLOR.accent),
        span(`${title.zh} `, 9.2, 'bold'),
        span(title.en, 8.2, 'text', COLOR.quiet),
      ],
      { width, leading: 1.35 },
    );
    if (page.y > top) page.box(PAGE.left - 8, top + 1.5, 2.4, page.y - top - 3, colorOf(tone));
  }

  #inputs({ inputs }: ReportStep): void {
    for (const [at, input] of inputs.slice(0, MAX_INPUTS).entries()) {
      const spans =
        'hex' in input
          ? [span(`${input.name} = ${grouped(input.hex)}`, BODY, 'mono')]
          : this.#material(input.material);
      this.#row(at === 0 ? LABEL.inputs : undefined, spans);
      if ('material' in input) this.#listing(input.material);
    }
    if (inputs.length > MAX_INPUTS)
      this.#row(undefined, [span(`… +${inputs.length - MAX_INPUTS}`, BODY, 'mono', COLOR.quiet)]);
  }

  /** Name and size; when it was not told before, where it comes from, and its bytes where they are short. */
  #material(name: string): Span[] {
    const material = this.#materials.get(name);
    const spans = [
      span(name, BODY, 'mono', COLOR.accent),
      span(`  ${material?.bytes ?? 0} B`, BODY - 0.7, 'text', COLOR.quiet),
    ];
    if (!material || this.#told.has(name)) return spans;
    this.#told.add(name);
    const origin = originOf(material);
    if (origin) spans.push(span(`  = ${origin}`, BODY - 0.4, 'mono', COLOR.quiet));
    const { content } = material;
    if (content && 'hex' in content) return [...spans, span(`  ${grouped(content.hex)}`, BODY, 'mono')];
    if (content && 'text' in content && isOneLine(content.text))
      return [...spans, span(`  ${content.text.trimEnd()}`, BODY, 'mono')];
    const hash = grouped(material.sha256.slice(0, SHORT_HASH));
    return [...spans, span(`  SHA-256 ${hash}…`, BODY - 0.4, 'mono', COLOR.quiet)];
  }

  /** Lists of leaves and hashes, line by line, where they first occur. */
  #listing(name: string): void {
    const content = this.#materials.get(name)?.content;
    if (!name.endsWith('.txt') || !content || !('text' in content) || this.#listed.has(name)) return;
    this.#listed.add(name);
    const lines = content.text.trimEnd().split('\n');
    if (lines.length === 1) return;
    for (const [at, line] of lines.slice(0, MAX_LISTED).entries()) {
      const told = /^[0-9a-f]{64}$/.test(line) ? grouped(line) : clipped(line, MAX_TEXT);
      this.#row(undefined, [
        span(`${String(at + 1).padStart(3, '\u00a0')}  `, BODY - 0.7, 'mono', COLOR.quiet),
        span(told, BODY - 0.4, 'mono'),
      ]);
    }
    if (lines.length > MAX_LISTED)
      this.#row(undefined, [
        span(`… +${lines.length - MAX_LISTED}: ${LABEL.more.zh} ${LABEL.more.en}`, BODY, 'text', COLOR.open),
      ]);
  }

  #value(label: Text, value: StepValue | null): void {
    if (!value) return;
    if ('materials' in value) {
      for (const [at, name] of value.materials.slice(0, MAX_OUTPUTS).entries()) {
        this.#row(at === 0 ? label : undefined, this.#material(name));
        this.#listing(name);
      }
      if (value.materials.length > MAX_OUTPUTS)
        this.#row(undefined, [span(`… +${value.materials.length - MAX_OUTPUTS}`, BODY, 'mono', COLOR.quiet)]);
      return;
    }
    if (value.material !== null) this.#told.add(value.material);
    const told = 'hex' in value ? grouped(value.hex) : clipped(value.text, 300);
    this.#row(label, [
      span(told, BODY, 'mono'),
      ...(value.material === null ? [] : [span(`  ${value.material}`, BODY - 0.4, 'mono', COLOR.accent)]),
    ]);
  }

  /** Where a material comes from has been told with the material itself. */
  #commands({ repeat }: ReportStep): void {
    const told = new Set(
      [...this.#told].flatMap((name) => {
        const material = this.#materials.get(name);
        const origin = material && originCommand(name, material.bytes, material.origin);
        return origin ? [origin.command] : [];
      }),
    );
    const left = repeat.filter(({ command, prints, wants }) => !told.has(command) || prints !== wants);
    for (const [at, { command, prints, wants }] of left.slice(0, MAX_COMMANDS).entries()) {
      const shown = /^[0-9a-f]{64}$/.test(prints) ? `${prints.slice(0, SHORT_HASH)}…` : clipped(prints, 120);
      this.#row(at === 0 ? LABEL.repeat : undefined, [
        span(clipped(command, 400), BODY - 0.4, 'mono', COLOR.accent),
        span(`  → ${shown}`, BODY - 0.4, 'mono', prints === wants ? COLOR.quiet : COLOR.bad),
      ]);
    }
    if (left.length > MAX_COMMANDS)
      this.#row(undefined, [span(`… +${left.length - MAX_COMMANDS}: steps.sh`, BODY, 'mono', COLOR.quiet)]);
  }

  #row(label: Text | undefined, spans: readonly Span[]): void {
    const { page } = this;
    const lines = page.lines(spans, { width: WIDTH - LABEL_WIDTH });
    const leading = BODY * 1.36;
    for (const [at, line] of lines.entries()) {
      page.ensure(leading);
      if (at === 0 && label) {
        page.drawText(
          label.zh,
          { font: 'text', size: 7.2, color: COLOR.quiet },
          PAGE.left,
          page.y + leading * 0.76,
        );
        page.drawText(
          label.en,
          { font: 'text', size: 6.4, color: COLOR.quiet },
          PAGE.left + 24,
          page.y + leading * 0.76,
        );
      }
      page.drawLine(line, PAGE.left + LABEL_WIDTH, page.y + leading * 0.76);
      page.y += leading;
    }
  }
}

/** The command that finds it, without the comparison. */
function originOf({ name, bytes, origin }: ReportMaterial): string | undefined {
  return originCommand(name, bytes, origin)?.command.replace(/ \| same .*$/, '');
}

function isOneLine(text: string): boolean {
  return text.length <= MAX_TEXT && !text.trimEnd().includes('\n');
}
