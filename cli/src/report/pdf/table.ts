/** Tables: cells of lines, rows that stay whole, a head that comes again on each page. */
import type { Line } from './break-lines.js';
import { COLOR } from './colors.js';
import type { Span } from './runs.js';
import { PAGE, type Typesetter, WIDTH } from './typesetter.js';

export interface Column {
  /** Part of the width between the margins. */
  readonly share: number;
  readonly head: readonly Span[];
  readonly right?: true;
}

export interface TableOptions {
  readonly padding?: number;
  /** Lines of a cell at most. */
  readonly maxLines?: number;
  /** Draws into a cell before its text. */
  readonly mark?: (row: number, column: number, x: number, y: number) => void;
  /** Points that a mark needs in a column. */
  readonly markWidth?: (column: number) => number;
}

const LEADING = 1.36;

export function drawTable(
  page: Typesetter,
  columns: readonly Column[],
  rows: readonly (readonly (readonly Span[])[])[],
  options: TableOptions = {},
): void {
  const widths = columns.map(({ share }) => share * WIDTH);
  const head = columns.map((column) => column.head);
  if (head.some((cell) => cell.length > 0)) drawRow(page, columns, widths, head, options, undefined);
  for (const [at, row] of rows.entries()) drawRow(page, columns, widths, row, options, at, head);
  page.rule();
}

/** @param head Drawn again when the row begins a page. */
function drawRow(
  page: Typesetter,
  columns: readonly Column[],
  widths: readonly number[],
  cells: readonly (readonly Span[])[],
  options: TableOptions,
  at: number | undefined,
  head?: readonly (readonly Span[])[],
): void {
  const { padding = 4, maxLines = 24, mark, markWidth = () => 0 } = options;
  const room = (column: number): number =>
    (widths[column] ?? 0) - 2 * padding - (at === undefined ? 0 : markWidth(column));
  const laid = cells.map((cell, column) => page.lines(cell, { width: room(column), maxLines }));
  const height = 2 * padding + Math.max(...laid.map((lines) => heightOf(lines)));
  const before = page.doc.bufferedPageRange().count;
  page.ensure(height);
  if (page.doc.bufferedPageRange().count > before && head?.some((cell) => cell.length > 0))
    drawRow(page, columns, widths, head, options, undefined);
  if (at === undefined) page.box(PAGE.left, page.y, WIDTH, height, COLOR.faint);
  page.rule();
  let x = PAGE.left;
  for (const [column, lines] of laid.entries()) {
    if (at !== undefined) mark?.(at, column, x + padding, page.y + padding);
    const from = x + padding + (at === undefined ? 0 : markWidth(column));
    drawCell(page, lines, from, page.y + padding, columns[column]?.right ? room(column) : undefined);
    x += widths[column] ?? 0;
  }
  page.y += height;
}

function drawCell(page: Typesetter, lines: readonly Line[], x: number, top: number, width?: number): void {
  let y = top;
  for (const line of lines) {
    const leading = LEADING * sizeOf(line);
    const filled = line.reduce((sum, piece) => sum + piece.width, 0);
    page.drawLine(line, width === undefined ? x : x + width - filled, y + leading * 0.76);
    y += leading;
  }
}

function heightOf(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + LEADING * sizeOf(line), 0);
}

function sizeOf(line: Line): number {
  return Math.max(...line.map(({ size }) => size), 0);
}
