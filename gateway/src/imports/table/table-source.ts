/**
 * Rows of a table → invoices. The first row names the columns; rows that follow each other with the same reference are
 * lines of one invoice, whose other columns stand in its first row and may be repeated below. A reference that comes back
 * after other rows would be the rest of an invoice, so it is refused whatever became of its first rows. All rows are read
 * from the start each time, also by an import that goes on in the middle.
 *
 * @module
 */
import type { JsonObject, JsonValue } from '@chopmark/core';
import { REFERENCE_CAME_BACK, type Fault } from '../../problems/faults.js';
import { refusalOf } from '../../problems/refusal.js';
import { MAX_BODY_BYTES } from '../../requests/json-body.js';
import { fileRefusal } from '../file-refusal.js';
import type { FaultPlace, Source, SourceLine } from '../source-line.js';
import {
  COLUMN_BY_HEADER,
  COLUMNS,
  GROUP_COLUMN,
  headerOf as headingOf,
  SELLER_COLUMN,
  type Column,
} from './columns.js';
import type { Language } from '../../i18n/language.js';
import { readCell } from './read-cell.js';
import { ReferencesSeen } from './references-seen.js';
import type { Cell, Row } from './row.js';

/** What the columns of one file hold, in their order. */
interface Header {
  readonly columns: readonly Column[];
  /** Names as they stand in the file. */
  readonly names: readonly string[];
  /** Place of the reference; -1 where the file has none. */
  readonly group: number;
  /** Place of the seller's taxpayer id; -1 where the file has none. */
  readonly seller: number;
}

/** @param rows Gives the rows from the start, each time that it is called. */
export function tableSource(rows: () => AsyncIterable<Row>): Source {
  return {
    check: () => checkRows(rows()),
    lines: () => invoicesOf(rows()),
  };
}

/** @throws {Refusal} `MALFORMED_FILE` */
export async function checkRows(rows: AsyncIterable<Row>): Promise<void> {
  let header: Header | undefined;
  for await (const row of rows) header ??= headerOf(row);
}

async function* invoicesOf(rows: AsyncIterable<Row>): AsyncGenerator<SourceLine> {
  let header: Header | undefined;
  let group: RowGroup | undefined;
  const seen = new ReferencesSeen();
  for await (const row of rows) {
    if (header === undefined) header = headerOf(row);
    else if (group?.takes(row) !== true) {
      if (group !== undefined) yield group;
      group = new RowGroup(header, row, cameBefore(header, row, seen));
    }
  }
  if (group !== undefined) yield group;
}

/**
 * Notes the reference of a new invoice. References belong to a seller; a row without one may mean any.
 *
 * @returns The row in which the same reference stood before.
 */
function cameBefore(header: Header, row: Row, seen: ReferencesSeen): number | undefined {
  const reference = referenceOf(header, row);
  if (reference === '') return undefined;
  const seller = textAt(row, header.seller);
  const ofAny = seen.note(reference, row.line);
  const ofSeller = header.seller < 0 ? undefined : seen.note(`${reference}\0${seller}`, row.line);
  // What nobody had before, no seller had.
  if (seller === '' || ofAny === undefined) return ofAny;
  return ofSeller ?? seen.rowOf(`${reference}\0`);
}

/** @throws {Refusal} `MALFORMED_FILE` with every column that is unknown, twice or missing */
function headerOf({ line, cells }: Row): Header {
  const names = cells.map((cell) => (typeof cell === 'string' ? cell.trim() : ''));
  while (names.at(-1) === '') names.pop();
  const columns = names.map((name) => COLUMN_BY_HEADER.get(name.toLowerCase()));
  const faults = [
    ...names.flatMap((column, at) => {
      const known = columns[at];
      if (known === undefined) return [{ pointer: '', code: 'UNKNOWN_COLUMN', line, column }];
      return columns.indexOf(known) === at ? [] : [{ pointer: '', code: 'COLUMN_TWICE', line, column }];
    }),
    ...COLUMNS.filter((column) => column.needed && !columns.includes(column)).map((column) => ({
      pointer: '',
      code: 'COLUMN_MISSING',
      line,
      column: headingOf(column, languageOfHeader(names)),
    })),
  ];
  if (faults.length > 0) throw fileRefusal(faults);
  const known = columns.filter((column) => column !== undefined);
  const placeOf = (wanted: string): number => known.findIndex(({ name }) => name === wanted);
  return { names, columns: known, group: placeOf(GROUP_COLUMN), seller: placeOf(SELLER_COLUMN) };
}

/** The language of a header is that of any of its names. */
const languageOfHeader = (names: readonly string[]): Language =>
  COLUMNS.some(({ label }) => names.includes(label)) ? 'zh' : 'en';

/** The heading that the file lacks; of a party that is missing as a whole, of the first column that it needs. */
function missingColumn(path: string, ofLine: boolean, { names }: Header): string | undefined {
  const found =
    path === ''
      ? undefined
      : COLUMNS.find(
          (column) =>
            column.ofLine === ofLine &&
            (column.path.join('/') === path || (column.path.length > 1 && column.path[0] === path)),
        );
  return found && headingOf(found, languageOfHeader(names));
}

class RowGroup implements SourceLine {
  readonly line: number;
  readonly #header: Header;
  readonly #rows: Row[];
  readonly reference: string;
  readonly #before: number | undefined;
  #characters: number;

  /** @param before Row in which the same reference stood before. */
  constructor(header: Header, first: Row, before: number | undefined) {
    this.line = first.line;
    this.#header = header;
    this.#rows = [first];
    this.reference = referenceOf(header, first);
    this.#before = before;
    this.#characters = charactersOf(first);
  }

  /** Whether the row is one of this invoice's. Rows beyond what an invoice may hold are counted, not kept. */
  takes(row: Row): boolean {
    if (this.reference === '' || referenceOf(this.#header, row) !== this.reference) return false;
    this.#characters += charactersOf(row);
    if (this.#characters <= MAX_BODY_BYTES) this.#rows.push(row);
    return true;
  }

  read(): JsonValue {
    if (this.#characters > MAX_BODY_BYTES) {
      throw refusalOf('MALFORMED_REQUEST', [
        { pointer: '', code: 'LINE_TOO_LONG', parameters: { limit: MAX_BODY_BYTES } },
      ]);
    }
    const faults: Fault[] = this.#before === undefined ? [] : [cameBackFault(this.#before)];
    const body: Record<string, JsonValue> = {};
    const lines = this.#rows.map((row, at) => this.#readRow(row, at, body, faults));
    if (faults.length > 0) throw refusalOf('MALFORMED_REQUEST', faults);
    return { ...body, lines };
  }

  locate(pointer: string): FaultPlace {
    const [, first = '', ...rest] = pointer.split('/');
    const ofLine = first === 'lines';
    const row = ofLine ? this.#rows[Number(rest[0] ?? '')] : this.#rows[0];
    const path = (ofLine ? rest.slice(1) : [first, ...rest]).join('/');
    const at = this.#header.columns.findIndex(
      (column) => column.ofLine === ofLine && column.path.join('/') === path,
    );
    const column = this.#header.names[at] ?? missingColumn(path, ofLine, this.#header);
    return { ...(row !== undefined && { line: row.line }), ...(column !== undefined && { column }) };
  }

  /** @returns The line that the row is; its other columns go into the body, or have to be the same there. */
  #readRow({ cells }: Row, place: number, body: Record<string, JsonValue>, faults: Fault[]): JsonObject {
    const line: Record<string, JsonValue> = {};
    const { columns } = this.#header;
    if (cells.length > columns.length && cells.slice(columns.length).some(isFilled))
      faults.push({ pointer: `/lines/${place}`, code: 'TOO_MANY_CELLS' });
    for (const [at, column] of columns.entries()) {
      const value = readCell(cells[at], column.form);
      if (value === undefined) continue;
      const pointer = `/${[...(column.ofLine ? ['lines', place] : []), ...column.path].join('/')}`;
      if (typeof value !== 'string') faults.push({ ...this.#placeOf(at, place), pointer, code: value.fault });
      else if (column.ofLine) line[column.path.join('/')] = value;
      else if (place === 0) put(body, column.path, value);
      else if (valueAt(body, column.path) !== value)
        faults.push({ ...this.#placeOf(at, place), pointer, code: 'HEADER_DIFFERS' });
    }
    return line;
  }

  #placeOf(at: number, row: number): FaultPlace {
    const line = this.#rows[row]?.line;
    const column = this.#header.names[at];
    return { ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
  }
}

function put(body: Record<string, JsonValue>, [first = '', second]: readonly string[], value: string): void {
  if (second === undefined) body[first] = value;
  else body[first] = { ...(body[first] as JsonObject | undefined), [second]: value };
}

function valueAt(
  body: Readonly<Record<string, JsonValue>>,
  [first = '', second]: readonly string[],
): JsonValue | undefined {
  const value = body[first];
  return second === undefined ? value : (value as JsonObject | undefined)?.[second];
}

const cameBackFault = (row: number): Fault => ({
  pointer: `/${GROUP_COLUMN}`,
  code: 'REFERENCE_USED',
  text: REFERENCE_CAME_BACK,
  parameters: { row },
});

/** A number counts with its digits, and a day too, so that rows of one invoice do not fall apart; it is refused when it is read. */
function referenceOf({ group }: Header, row: Row): string {
  return textAt(row, group);
}

function textAt({ cells }: Row, at: number): string {
  const cell = at < 0 ? undefined : cells[at];
  if (typeof cell === 'string') return cell.trim();
  if (cell === undefined || 'odd' in cell) return '';
  return 'day' in cell ? cell.day : cell.number.trim();
}

const isFilled = (cell: Cell): boolean => typeof cell !== 'string' || cell.trim() !== '';

const charactersOf = ({ cells }: Row): number =>
  cells.reduce((sum, cell) => sum + (typeof cell === 'string' ? cell.length : 20) + 20, 0);
