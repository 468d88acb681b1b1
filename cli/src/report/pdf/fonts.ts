/**
 * The fonts of a report: Chinese and Latin text, its bold, and one whose characters are equally wide, for bytes. They
 * come with the npm packages of this command (SIL Open Font License 1.1); a PDF holds the glyphs that it uses.
 *
 * @module
 */
import { createRequire } from 'node:module';
import { type Font, openSync } from 'fontkit';
import { CommandError } from '../../verify/command-error.js';

export type FontName = 'text' | 'bold' | 'mono';

export type Fonts = { readonly [name in FontName]: Font };

const FILES: { readonly [name in FontName]: string } = {
  text: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  bold: '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
  mono: '@expo-google-fonts/noto-sans-mono/400Regular/NotoSansMono_400Regular.ttf',
};

const { resolve } = createRequire(import.meta.url);

/** @throws {CommandError} `FONT_MISSING` when a package was left out of the installation. */
export function openFonts(): Fonts {
  return { text: open('text'), bold: open('bold'), mono: open('mono') };
}

function open(name: FontName): Font {
  const file = FILES[name];
  try {
    const font = openSync(resolve(file));
    if ('fonts' in font) throw new TypeError('a collection of fonts');
    return font;
  } catch (cause) {
    throw new CommandError(
      'FONT_MISSING',
      `${file} cannot be read: install the packages again (npm ci), or write the report as .json`,
      { cause },
    );
  }
}

/** Fonts in which a character is looked for, the first that has it is taken. */
const FALLBACK: { readonly [name in FontName]: readonly FontName[] } = {
  text: ['text', 'mono'],
  bold: ['bold', 'mono'],
  mono: ['mono', 'text'],
};

/** @returns The font to show a character in, undefined when none has it. */
export function fontFor(fonts: Fonts, wanted: FontName, codePoint: number): FontName | undefined {
  return FALLBACK[wanted].find((name) => fonts[name].hasGlyphForCodePoint(codePoint));
}
