/**
 * Breaks text into lines: between words, between Chinese characters, and inside a word that is longer than a line. A
 * line begins with no closing mark and ends with no opening one.
 *
 * @module
 */
import type { Run, Style } from './runs.js';

export interface Piece extends Style {
  readonly text: string;
  readonly width: number;
}

export type Line = readonly Piece[];

export type Measure = (text: string, style: Style) => number;

const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/u;
const CLOSING = /^[，。；：！？、）》」』”’％…,.;:!?)\]}%]+$/u;
const OPENING = /[（《「『“‘([{]$/u;
const WORD =
  /[^\S\u00a0]+|[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|(?:[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|\u00a0)+/gu;

/** @param width Points that a line may fill. */
export function breakLines(runs: readonly Run[], width: number, measure: Measure): Line[] {
  const lines: Piece[][] = [];
  let line: Piece[] = [];
  let filled = 0;
  const end = (): void => {
    lines.push(line);
    line = [];
    filled = 0;
  };
  for (const word of wordsOf(runs)) {
    const size = word.reduce((sum, piece) => sum + measure(piece.text, piece), 0);
    if (filled > 0 && filled + size > width) end();
    if (filled === 0 && word.every(({ text }) => !/[^ \t\r\n\f]/.test(text))) continue;
    for (const piece of size > width ? word.flatMap((one) => characters(one)) : word) {
      const pieceWidth = measure(piece.text, piece);
      if (filled > 0 && filled + pieceWidth > width) end();
      line.push({ ...piece, width: pieceWidth });
      filled += pieceWidth;
    }
  }
  if (line.length > 0 || lines.length === 0) end();
  return lines.map(joined);
}

/** What stays together: a word may change its font inside. */
function wordsOf(runs: readonly Run[]): Run[][] {
  const words: Run[][] = [];
  let tail = '';
  for (const run of runs) {
    for (const [text] of run.text.matchAll(WORD)) {
      const last = words.at(-1);
      const sticks =
        last !== undefined &&
        (CLOSING.test(text) ||
          OPENING.test(tail) ||
          (!isBreak(tail) && !isBreak(text) && !WIDE.test(tail) && !WIDE.test(text)));
      if (sticks) last.push({ ...run, text });
      else words.push([{ ...run, text }]);
      tail = text;
    }
  }
  return words;
}

function isBreak(text: string): boolean {
  return !/[^ \t\r\n\f]/.test(text);
}

function characters(run: Run): Run[] {
  return Array.from(run.text, (text) => ({ ...run, text }));
}

/** Neighbors of one look are drawn as one, so that text can be searched and copied. */
function joined(line: readonly Piece[]): Line {
  const pieces: Piece[] = [];
  for (const piece of line) {
    const last = pieces.at(-1);
    if (last && last.font === piece.font && last.color === piece.color && last.size === piece.size) {
      pieces[pieces.length - 1] = { ...last, text: last.text + piece.text, width: last.width + piece.width };
    } else pieces.push(piece);
  }
  return pieces;
}
