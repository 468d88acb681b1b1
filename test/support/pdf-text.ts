/**
 * Text and attachments of a PDF as pdfkit writes it: streams deflated, glyphs named by two bytes, a ToUnicode map for
 * each font. No reader of foreign PDFs.
 *
 * @module
 */
import { inflateSync } from 'node:zlib';

interface PdfObject {
  readonly dictionary: string;
  readonly stream: Buffer | undefined;
}

/** Number → object. */
function objectsOf(pdf: Buffer): ReadonlyMap<number, PdfObject> {
  const text = pdf.toString('latin1');
  const objects = new Map<number, PdfObject>();
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)) {
    const start = match.index + match[0].length;
    const end = text.indexOf('\nendobj', start);
    const body = text.slice(start, end);
    const at = body.indexOf('\nstream\n');
    const dictionary = at < 0 ? body : body.slice(0, at);
    const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1] ?? 0);
    const raw = at < 0 ? undefined : pdf.subarray(start + at + 8, start + at + 8 + length);
    const stream = raw && dictionary.includes('/FlateDecode') ? inflateSync(raw) : raw;
    objects.set(Number(match[1]), { dictionary, stream });
  }
  return objects;
}

/** Text of each page, in the order of drawing. */
export function pdfPages(pdf: Buffer): string[] {
  const objects = objectsOf(pdf);
  const maps = new Map<string, ReadonlyMap<string, string>>();
  for (const [number, { dictionary }] of objects) {
    const map = /\/ToUnicode (\d+) 0 R/.exec(dictionary)?.[1];
    if (map) maps.set(String(number), unicodeOf(objects.get(Number(map))?.stream?.toString('latin1') ?? ''));
  }
  const tree = [...objects.values()].find(({ dictionary }) => dictionary.includes('/Type /Pages'));
  const kids = /\/Kids \[([^\]]*)\]/.exec(tree?.dictionary ?? '')?.[1] ?? '';
  return [...kids.matchAll(/(\d+) 0 R/g)]
    .map(([, number]) => objects.get(Number(number))?.dictionary ?? '')
    .map((dictionary) => {
      const fonts = new Map<string, ReadonlyMap<string, string>>();
      const resources = /\/Resources (\d+) 0 R/.exec(dictionary)?.[1];
      const where = objects.get(Number(resources))?.dictionary ?? dictionary;
      for (const [, name = '', id = ''] of where.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
        const map = maps.get(id);
        if (map) fonts.set(name, map);
      }
      const contents = /\/Contents (\d+) 0 R/.exec(dictionary)?.[1];
      return textOf(objects.get(Number(contents))?.stream?.toString('latin1') ?? '', fonts);
    });
}

function unicodeOf(map: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const decode = (hex: string): string =>
    Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le');
  for (const [, from = '', list = ''] of map.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi)) {
    for (const [at, [, hex = '']] of [...list.matchAll(/<([0-9a-f ]*)>/gi)].entries())
      found.set((parseInt(from, 16) + at).toString(16).padStart(4, '0'), decode(hex));
  }
  return found;
}

function textOf(content: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  let text = '';
  let font: ReadonlyMap<string, string> | undefined;
  for (const [, name, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name !== undefined) font = fonts.get(name);
    if (shown === undefined) continue;
    for (const [, hex = ''] of shown.matchAll(/<([0-9a-f]*)>/gi))
      for (const glyph of hex.toLowerCase().match(/.{4}/g) ?? []) text += font?.get(glyph) ?? '\ufffd';
    text += ' ';
  }
  return text;
}

/** Name → bytes of attached files. */
export function pdfAttachments(pdf: Buffer): ReadonlyMap<string, Buffer> {
  const objects = objectsOf(pdf);
  const found = new Map<string, Buffer>();
  for (const { dictionary } of objects.values()) {
    if (!dictionary.includes('/Type /Filespec')) continue;
    const name = /\/F \(([^)]*)\)/.exec(dictionary)?.[1] ?? '';
    const file = /\/EF <<\s*\/F (\d+) 0 R/.exec(dictionary)?.[1];
    const stream = objects.get(Number(file))?.stream;
    if (stream) found.set(name, stream);
  }
  return found;
}
