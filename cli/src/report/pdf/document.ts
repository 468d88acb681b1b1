/** The values of the document, as a table; its lines as another; and what the holder hides. */
import { KIND_WORDING, type ReportDocument, type Text, type VerificationReport } from '@chopmark/core/verify';
import { COLOR } from './colors.js';
import { both, chapter } from './headings.js';
import { FIELD, LABEL, LINE_FIELD } from './labels.js';
import { clipped } from './runs.js';
import { drawTable } from './table.js';
import { type Typesetter, span } from './typesetter.js';

/** What is printed at most; the JSON has all of it. */
const MAX_FIELDS = 80;
const MAX_LINES = 40;
const MAX_HIDDEN = 60;
const MAX_COLUMNS = 9;
const LINE = /^\/lines\/(0|[1-9][0-9]*)\/([^/]+)$/;

export function drawDocument(page: Typesetter, report: VerificationReport): void {
  const { document, verdict } = report;
  chapter(page, LABEL.document, 100);
  if (!document) {
    page.paragraph(both(LABEL.noDocument, 9.4));
    return;
  }
  page.paragraph(
    both(
      verdict.verdict === 'valid' ? LABEL.documentLead : LABEL.documentClaim,
      9.4,
      verdict.verdict === 'valid' ? COLOR.ink : COLOR.bad,
    ),
  );
  page.space(4);
  drawFields(page, document);
  drawLines(page, document);
  drawHidden(page, document);
}

type Shown = ReportDocument['shown'][number];

function drawFields(page: Typesetter, { kind, schema, series, sequence, shown }: ReportDocument): void {
  const own = ordered(shown.filter(({ path }) => !LINE.test(path)));
  const about: Shown[] = [
    { path: '#kind', text: `${kindName(kind)}, schema ${schema}` },
    { path: '#series', text: `${series}, ${sequence}` },
  ];
  drawTable(
    page,
    [
      { share: 0.36, head: [] },
      { share: 0.64, head: [] },
    ],
    [...own.slice(0, MAX_FIELDS), ...about].map(({ path, text }) => [
      nameOf(path),
      [span(clipped(text, 500), 9.2)],
    ]),
    { padding: 3, maxLines: 12 },
  );
  tellMore(page, own.length - MAX_FIELDS);
}

function kindName(kind: string): string {
  const name = Object.hasOwn(KIND_WORDING, kind) ? KIND_WORDING[kind] : undefined;
  return name ? `${name.zh} ${name.en} (${kind})` : kind;
}

/** Those with a name first, as on the paper. */
function ordered(shown: readonly Shown[]): Shown[] {
  const known = Object.keys(FIELD);
  const place = ({ path }: Shown): number => (known.includes(path) ? known.indexOf(path) : known.length);
  return [...shown].sort((a, b) => place(a) - place(b));
}

function nameOf(path: string) {
  const name = Object.hasOwn(FIELD, path) ? FIELD[path] : undefined;
  return name
    ? [span(`${name.zh} `, 9.2), span(name.en, 8, 'text', COLOR.quiet)]
    : [span(clipped(path, 200), 7.6, 'mono', COLOR.quiet)];
}

function drawLines(page: Typesetter, { shown }: ReportDocument): void {
  const lines = new Map<number, Map<string, string>>();
  for (const { path, text } of shown) {
    const [, place, name] = LINE.exec(path) ?? [];
    if (place === undefined || name === undefined) continue;
    const line = lines.get(Number(place)) ?? new Map<string, string>();
    lines.set(Number(place), line.set(name, text));
  }
  if (lines.size === 0) return;
  const sorted = [...lines].sort(([a], [b]) => a - b).slice(0, MAX_LINES);
  const all = columnsOf(sorted.map(([, line]) => line));
  const names = all.slice(0, MAX_COLUMNS);
  page.space(10);
  page.ensure(70);
  page.paragraph([span(`${LABEL.lines.zh}  `, 10.5, 'bold'), span(LABEL.lines.en, 9.5, 'text', COLOR.quiet)]);
  page.space(2);
  const wide = names.includes('name') ? 0.26 : 0;
  const share = (0.94 - wide) / Math.max(1, names.length - (wide > 0 ? 1 : 0));
  drawTable(
    page,
    [
      { share: 0.06, head: [span('#', 7.6)] },
      ...names.map((name) => ({
        share: name === 'name' && wide > 0 ? wide : share,
        head: lineHead(name),
      })),
    ],
    sorted.map(([at, line]) => [
      [span(String(at + 1), 7.6, 'text', COLOR.quiet)],
      ...names.map((name) => {
        const value = line.get(name);
        return value === undefined ? [span('·', 8, 'text', COLOR.quiet)] : [span(clipped(value, 160), 8)];
      }),
    ]),
    { padding: 3, maxLines: 6 },
  );
  tellMore(page, lines.size - MAX_LINES);
  tellMore(page, all.length - names.length, LABEL.moreColumns);
}

function columnsOf(lines: readonly ReadonlyMap<string, string>[]): string[] {
  const found = new Set(lines.flatMap((line) => [...line.keys()]));
  const known = Object.keys(LINE_FIELD).filter((name) => found.has(name));
  const others = [...found].filter((name) => !known.includes(name)).sort();
  return [...known, ...others];
}

function lineHead(name: string) {
  const known = Object.hasOwn(LINE_FIELD, name) ? LINE_FIELD[name] : undefined;
  return known
    ? [span(`${known.zh} `, 7.8), span(known.en, 7, 'text', COLOR.quiet)]
    : [span(clipped(name, 40), 7, 'mono', COLOR.quiet)];
}

function drawHidden(page: Typesetter, { hidden }: ReportDocument): void {
  if (hidden.length === 0) return;
  page.space(10);
  page.ensure(60);
  page.paragraph([
    span(`${LABEL.hidden.zh} (${hidden.length})  `, 10.5, 'bold'),
    span(LABEL.hidden.en, 9.5, 'text', COLOR.quiet),
  ]);
  page.paragraph(both(LABEL.hiddenLead, 8.8));
  page.paragraph([
    span(
      hidden
        .slice(0, MAX_HIDDEN)
        .map((path) => clipped(path, 80))
        .join('   '),
      7.8,
      'mono',
      COLOR.quiet,
    ),
  ]);
  tellMore(page, hidden.length - MAX_HIDDEN);
}

function tellMore(page: Typesetter, more: number, what: Text = LABEL.more): void {
  if (more <= 0) return;
  page.space(3);
  page.paragraph([
    span(`… +${more}  `, 8.4, 'bold', COLOR.quiet),
    span(`${what.zh}  ${what.en}`, 8.4, 'text', COLOR.quiet),
  ]);
}
