/** The values of a document, to be compared with the paper. Decides nothing. */
import type { Language, ShownValue } from '@chopmark/core/verify';
import { el } from './element.js';
import { FIELD_NAMES, LINE_NAMES, textOf, VALUE_NAMES } from './texts.js';

type Values = ReadonlyMap<string, ShownValue>;

const LINE = /^\/lines\/(\d+)\/(\w+)$/;
const MAX_LINES = 200;

/** @param confirmed Whether the verdict vouches for the values. */
export function renderDocument(values: Values, confirmed: boolean, language: Language): HTMLElement {
  const lines = linesOf(values);
  const rest = [...values.keys()].filter(
    (pointer) => !Object.hasOwn(FIELD_NAMES, pointer) && !isShownInLines(pointer),
  );
  return el(
    'section',
    {
      class: confirmed ? 'card document' : 'card document unconfirmed',
      'aria-labelledby': 'document-heading',
    },
    el('h2', { id: 'document-heading' }, textOf(confirmed ? 'compareHeading' : 'claimHeading', language)),
    el('p', { class: 'quiet' }, textOf(confirmed ? 'compareLead' : 'claimLead', language)),
    fieldList(
      Object.keys(FIELD_NAMES).filter((pointer) => values.has(pointer)),
      values,
      language,
    ),
    lines.length > 0 ? lineTable(lines, language) : undefined,
    rest.length > 0
      ? el(
          'details',
          {},
          el('summary', {}, `${textOf('moreHeading', language)} (${rest.length})`),
          fieldList(rest, values, language),
        )
      : undefined,
  );
}

function fieldList(pointers: readonly string[], values: Values, language: Language): HTMLElement {
  const rows = pointers.map((pointer) =>
    el(
      'div',
      { class: pointer === '/totalGross' ? 'row total' : 'row' },
      el('dt', {}, FIELD_NAMES[pointer]?.[language] ?? pointer),
      el('dd', {}, valueOf(pointer, values.get(pointer), language)),
    ),
  );
  return el('dl', { class: 'fields' }, ...rows);
}

function valueOf(pointer: string, value: ShownValue | undefined, language: Language): Node | string {
  if (value === undefined) return textOf('absent', language);
  if (!('text' in value)) return el('span', { class: 'hidden-value' }, textOf('hidden', language));
  return VALUE_NAMES[pointer]?.[value.text]?.[language] ?? value.text;
}

type Line = ReadonlyMap<string, ShownValue>;

function isShownInLines(pointer: string): boolean {
  return Object.hasOwn(LINE_NAMES, LINE.exec(pointer)?.[2] ?? '');
}

function linesOf(values: Values): readonly Line[] {
  const lines = new Map<number, Map<string, ShownValue>>();
  for (const [pointer, value] of values) {
    const [, place, name] = LINE.exec(pointer) ?? [];
    if (place === undefined || name === undefined || Number(place) >= MAX_LINES) continue;
    const line = lines.get(Number(place)) ?? new Map<string, ShownValue>();
    lines.set(Number(place), line.set(name, value));
  }
  return [...lines].sort(([a], [b]) => a - b).map(([, line]) => line);
}

function lineTable(lines: readonly Line[], language: Language): HTMLElement {
  const columns = Object.keys(LINE_NAMES).filter((name) => lines.some((line) => line.has(name)));
  const head = columns.map((name) =>
    el('th', { scope: 'col', class: columnClass(name) }, LINE_NAMES[name]?.[language]),
  );
  const rows = lines.map((line) =>
    el(
      'tr',
      {},
      ...columns.map((name) =>
        el('td', { class: columnClass(name) }, line.has(name) ? valueOf('', line.get(name), language) : ''),
      ),
    ),
  );
  return el(
    'div',
    { class: 'table', tabindex: '0', role: 'region', 'aria-label': textOf('linesHeading', language) },
    el('table', {}, el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...rows)),
  );
}

function columnClass(name: string): string {
  return name === 'name' ? 'text' : 'number';
}
