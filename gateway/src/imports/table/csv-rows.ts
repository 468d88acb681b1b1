/**
 * CSV (RFC 4180) → rows, as the text streams in. The separator is whichever of comma, semicolon and tab stands first in
 * the first line. A quote that is not where quotes belong makes everything after it doubtful, so it refuses the file.
 *
 * @module
 */
import { fileRefusal } from '../file-refusal.js';
import type { Row } from './row.js';

/** Longest row in characters: one that is longer has most likely lost its closing quote. */
export const MAX_ROW_CHARACTERS = 64 * 1024;

/** @throws {Refusal} `MALFORMED_FILE` */
export async function* csvRows(texts: AsyncIterable<string>): AsyncGenerator<Row> {
  const reader = new CsvReader();
  for await (const text of texts) yield* reader.push(text);
  yield* reader.end();
}

class CsvReader {
  /** What has come and belongs to no row yet. */
  #rest = '';
  #line = 1;
  #separator: string | undefined;

  *push(text: string): Generator<Row> {
    this.#rest += text;
    let start = 0;
    for (;;) {
      const end = endOfRow(this.#rest, start);
      if (end < 0) break;
      const row = this.#row(this.#rest.slice(start, end));
      if (row !== undefined) yield row;
      start = end + 1;
    }
    this.#rest = this.#rest.slice(start);
    if (this.#rest.length > MAX_ROW_CHARACTERS) throw this.#fault('ROW_TOO_LONG');
  }

  *end(): Generator<Row> {
    if (quotesIn(this.#rest) % 2 === 1) throw this.#fault('QUOTE_NOT_CLOSED');
    const row = this.#row(this.#rest);
    if (row !== undefined) yield row;
    this.#rest = '';
  }

  #row(text: string): Row | undefined {
    if (text.length > MAX_ROW_CHARACTERS) throw this.#fault('ROW_TOO_LONG');
    const line = this.#line;
    const content = text.endsWith('\r') ? text.slice(0, -1) : text;
    this.#separator ??= separatorOf(content);
    const cells = content.includes('"') ? this.#quoted(content) : content.split(this.#separator);
    this.#line += text.split('\n').length;
    return cells.every((cell) => cell.trim() === '') ? undefined : { line, cells };
  }

  /** Cells of a row that has quotes. */
  #quoted(text: string): string[] {
    const separator = this.#separator ?? ',';
    const cells: string[] = [];
    let at = 0;
    for (;;) {
      const [cell, end] = text[at] === '"' ? this.#inQuotes(text, at) : this.#plain(text, at, separator);
      cells.push(cell);
      if (end === text.length) return cells;
      if (text[end] !== separator) throw this.#fault('STRAY_QUOTE');
      at = end + 1;
    }
  }

  #inQuotes(text: string, start: number): [string, number] {
    let end = text.indexOf('"', start + 1);
    while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
    if (end < 0) throw this.#fault('QUOTE_NOT_CLOSED');
    return [text.slice(start + 1, end).replaceAll('""', '"'), end + 1];
  }

  #plain(text: string, start: number, separator: string): [string, number] {
    const found = text.indexOf(separator, start);
    const end = found < 0 ? text.length : found;
    const cell = text.slice(start, end);
    if (cell.includes('"')) throw this.#fault('STRAY_QUOTE');
    return [cell, end];
  }

  #fault(code: string): Error {
    const parameters = { limit: MAX_ROW_CHARACTERS };
    return fileRefusal([{ pointer: '', code, line: this.#line, parameters }]);
  }
}

/** Where the line feed is that ends the row which begins at `start`; -1 when it has not come yet. */
function endOfRow(text: string, start: number): number {
  let open = false;
  for (let from = start; ;) {
    const end = text.indexOf('\n', from);
    if (end < 0) return -1;
    if (quotesIn(text.slice(from, end)) % 2 === 1) open = !open;
    if (!open) return end;
    from = end + 1;
  }
}

function quotesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}

function separatorOf(header: string): string {
  return /[,;\t]/.exec(header)?.[0] ?? ',';
}
