/**
 * Text as it can be printed: pieces of one font each. What no font has, what has no shape, and what would turn the
 * writing direction stands there by its number, so that nothing is shown as something else and nothing is left out.
 *
 * @module
 */
import { type FontName, type Fonts, fontFor } from './fonts.js';

export interface Style {
  readonly font: FontName;
  /** Points. */
  readonly size: number;
  readonly color: string;
}

export interface Span extends Style {
  readonly text: string;
}

/** A piece of one font that is not broken, or only where nothing else helps. */
export interface Run extends Style {
  readonly text: string;
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{M}]/u;
const UNSEEN_COLOR = '#9a3412';
/** A reader sees the beginning; the JSON has all of it. */
export const MAX_CHARACTERS = 1200;

/** Cuts what is too long to print. */
export function clipped(text: string, most = MAX_CHARACTERS): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
  return `${cut} … (${text.length} characters, ${text.length - cut.length} more in the JSON)`;
}

/** Pieces in the order of the text; line ends are kept as `\n` runs. */
export function runsOf(fonts: Fonts, { text, ...style }: Span): Run[] {
  const runs: Run[] = [];
  let current: { text: string; style: Style } | undefined;
  const put = (piece: string, to: Style): void => {
    if (current && current.style.font === to.font && current.style.color === to.color) current.text += piece;
    else {
      if (current) runs.push({ ...current.style, text: current.text });
      current = { text: piece, style: to };
    }
  };
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const font = UNSEEN.test(character) ? undefined : fontFor(fonts, style.font, code);
    if (font) put(character, { ...style, font });
    else
      put(`[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`, {
        ...style,
        font: 'mono',
        color: UNSEEN_COLOR,
      });
  }
  if (current) runs.push({ ...current.style, text: current.text });
  return runs;
}
