/**
 * The first sheet of an XLSX workbook (ECMA-376 part 1, chapter 18) → rows, as it streams out of the archive. Numbers
 * and days are told from text, for the reader of a column to judge: a spreadsheet keeps fifteen digits of a number and no
 * zeros in front, and makes a day of whatever looks like one.
 *
 * @module
 */
import type { Readable } from 'node:stream';
import type { FilePlace } from '../../keys/sealed-file.js';
import { fileRefusal } from '../file-refusal.js';
import type { Cell, Row } from '../table/row.js';
import { XmlError, type XmlEvent, XmlReader } from '../xml/xml-reader.js';
import { Archive, type ArchiveEntry } from '../zip/archive.js';
import { ofDamage } from './damage.js';
import { columnOf, localName } from './names.js';
import { type DateSystem, dayOf, isoDayOf } from './serial-day.js';
import { sharedStrings, type SharedStrings } from './shared-strings.js';
import { type Styles, stylesOf } from './styles.js';

/** Far more than our columns. */
const MAX_CELLS = 256;
/** Parts of a workbook; a workbook of one sheet has about ten. */
const MAX_PARTS = 10_000;

/** @param maxUnpackedBytes Of all parts together. @throws {Refusal} `MALFORMED_FILE`, `UNPACKED_TOO_LARGE` */
export async function* xlsxRows(file: FilePlace, maxUnpackedBytes: number): AsyncGenerator<Row> {
  const archive = await Archive.open(file);
  try {
    const parts = await partsOf(archive, maxUnpackedBytes);
    const sheet = parts.get(await firstSheet(parts));
    if (sheet === undefined) throw notAWorkbook();
    const workbook = {
      strings: await sharedStrings(parts.get('xl/sharedStrings.xml')),
      styles: await stylesOf(parts.get('xl/styles.xml')),
      dates: await dateSystemOf(parts),
    };
    // Opened last: a stream that fails while nobody reads it would end the process.
    yield* rowsOf(await sheet.stream(), workbook);
  } finally {
    archive.close();
  }
}

async function partsOf(
  archive: Archive,
  maxUnpackedBytes: number,
): Promise<ReadonlyMap<string, ArchiveEntry>> {
  const parts = new Map<string, ArchiveEntry>();
  for await (const entry of archive.entries(maxUnpackedBytes)) {
    if (parts.size >= MAX_PARTS) throw notAWorkbook();
    parts.set(entry.name, entry);
  }
  return parts;
}

const notAWorkbook = (cause?: unknown): Error =>
  fileRefusal([{ pointer: '', code: 'NOT_A_WORKBOOK' }], cause);

/** The workbook names its sheets by relation, and the relation the part. */
async function firstSheet(parts: ReadonlyMap<string, ArchiveEntry>): Promise<string> {
  const sheets = await elementsOf(parts.get('xl/workbook.xml'), 'sheet');
  const relations = await elementsOf(parts.get('xl/_rels/workbook.xml.rels'), 'Relationship');
  const id = sheets[0]?.get('r:id') ?? [...(sheets[0] ?? [])].find(([name]) => name.endsWith(':id'))?.[1];
  const target = relations.find((relation) => relation.get('Id') === id)?.get('Target');
  if (id === undefined || target === undefined) throw notAWorkbook();
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

async function dateSystemOf(parts: ReadonlyMap<string, ArchiveEntry>): Promise<DateSystem> {
  const [properties] = await elementsOf(parts.get('xl/workbook.xml'), 'workbookPr');
  return ['1', 'true'].includes(properties?.get('date1904') ?? '') ? '1904' : '1900';
}

/** What the cells of a sheet refer to. */
interface Workbook {
  readonly strings: SharedStrings;
  readonly styles: Styles;
  readonly dates: DateSystem;
}

/** Largest part that is read as a whole. */
const MAX_SMALL_PART = 4 * 1024 * 1024;

/** Attributes of every element of this name. */
async function elementsOf(
  part: ArchiveEntry | undefined,
  name: string,
): Promise<readonly ReadonlyMap<string, string>[]> {
  if (part === undefined || part.size > MAX_SMALL_PART) throw notAWorkbook();
  const reader = new XmlReader();
  try {
    const events = reader.push(new TextDecoder().decode(await part.read()));
    return events.flatMap((event) =>
      event.kind === 'open' && localName(event.name) === name ? [event.attributes] : [],
    );
  } catch (cause) {
    throw cause instanceof XmlError ? notAWorkbook(cause) : cause;
  }
}

async function* rowsOf(source: Readable, workbook: Workbook): AsyncGenerator<Row> {
  const reader = new XmlReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const sheet = new SheetReader(workbook);
  try {
    for await (const chunk of source) {
      for (const event of reader.push(decoder.decode(chunk as Uint8Array, { stream: true }))) {
        const row = sheet.take(event);
        if (row !== undefined) yield row;
      }
    }
    reader.end();
  } catch (cause) {
    throw ofDamage(cause, sheet.line);
  } finally {
    source.destroy();
  }
}

/** Events of one sheet → its rows. */
class SheetReader {
  line = 0;
  readonly #workbook: Workbook;
  #cells: Cell[] = [];
  #at = -1;
  #type = 'n';
  #style = 0;
  #text = '';
  #inValue = false;

  constructor(workbook: Workbook) {
    this.#workbook = workbook;
  }

  take(event: XmlEvent): Row | undefined {
    if (event.kind === 'text') {
      if (this.#inValue) this.#text += event.text;
      return undefined;
    }
    const name = localName(event.name);
    if (event.kind === 'close') return this.#close(name);
    this.#open(name, event.attributes);
    return undefined;
  }

  #open(name: string, attributes: ReadonlyMap<string, string>): void {
    if (name === 'row') {
      this.line = Number(attributes.get('r') ?? this.line + 1);
      this.#cells = [];
      this.#at = -1;
    } else if (name === 'c') {
      const reference = attributes.get('r');
      this.#at = reference === undefined ? this.#at + 1 : columnOf(reference);
      if (!(this.#at >= 0 && this.#at < MAX_CELLS)) throw this.#tooWide();
      this.#type = attributes.get('t') ?? 'n';
      this.#style = Number(attributes.get('s') ?? 0);
      this.#text = '';
    } else if (name === 'v' || name === 't') this.#inValue = true;
  }

  #close(name: string): Row | undefined {
    if (name === 'v' || name === 't') this.#inValue = false;
    else if (name === 'c') this.#put(this.#value());
    else if (name === 'row') {
      const cells = this.#cells;
      return cells.every((cell) => typeof cell === 'string' && cell.trim() === '')
        ? undefined
        : { line: this.line, cells };
    }
    return undefined;
  }

  #put(cell: Cell): void {
    while (this.#cells.length < this.#at) this.#cells.push('');
    this.#cells[this.#at] = cell;
  }

  #value(): Cell {
    switch (this.#type) {
      case 's':
        return this.#workbook.strings.at(Number(this.#text)) ?? '';
      case 'inlineStr':
      case 'str':
        return this.#text;
      case 'd':
        return isoDayOf(this.#text);
      case 'b':
        return { odd: 'BOOLEAN_CELL' };
      case 'e':
        return { odd: 'ERROR_CELL' };
      default:
        return this.#text === '' ? '' : this.#number();
    }
  }

  #number(): Cell {
    const { styles, dates } = this.#workbook;
    const shown = styles(this.#style);
    return shown === 'date' ? dayOf(this.#text, dates) : { number: this.#text, shown };
  }

  #tooWide(): Error {
    return fileRefusal([
      { pointer: '', code: 'ROW_TOO_WIDE', line: this.line, parameters: { limit: MAX_CELLS } },
    ]);
  }
}
