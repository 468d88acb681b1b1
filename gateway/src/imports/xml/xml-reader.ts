/**
 * XML as it streams in → events. The part of XML that data needs: elements, attributes, text, comments, CDATA, the five
 * named entities and character references. A document type is refused whatever stands in it, and so is every other
 * entity: what they expand to is not in the file.
 *
 * @module
 */

export type XmlEvent =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

export type XmlFaultCode = 'XML_MALFORMED' | 'XML_DTD' | 'XML_TOO_DEEP' | 'XML_TOO_LONG';

export class XmlError extends Error {
  override readonly name = 'XmlError';

  constructor(readonly code: XmlFaultCode) {
    super(code);
  }
}

/** Longest tag or text in one piece, in characters. */
const MAX_PIECE = 1024 * 1024;
const MAX_DEPTH = 64;

const NAME = /^[A-Za-z_\u00c0-\uffff][\w.\-:\u00b7-\uffff]*$/;
const ATTRIBUTE = /^\s+([^\s=<>"'/]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/;
// eslint-disable-next-line no-control-regex -- characters that XML does not have are what is refused
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** One document; not to be used again after an error. */
export class XmlReader {
  #rest = '';
  readonly #open: string[] = [];
  #hasRoot = false;

  /** What is certain so far. @throws {XmlError} */
  push(text: string): XmlEvent[] {
    if (NOT_XML.test(text)) throw new XmlError('XML_MALFORMED');
    this.#rest += text;
    const events: XmlEvent[] = [];
    let at = 0;
    for (;;) {
      const next = this.#piece(at, events);
      if (next === undefined) break;
      at = next;
    }
    this.#rest = this.#rest.slice(at);
    if (this.#rest.length > MAX_PIECE) throw new XmlError('XML_TOO_LONG');
    return events;
  }

  /** @throws {XmlError} when the document is not whole */
  end(): void {
    if (!this.#hasRoot || this.#open.length > 0 || this.#rest.trim() !== '')
      throw new XmlError('XML_MALFORMED');
  }

  /** Reads what begins at `at`. @returns Where it ends; `undefined` while its end has not come. */
  #piece(at: number, events: XmlEvent[]): number | undefined {
    const text = this.#rest;
    if (text[at] !== '<') {
      const end = text.indexOf('<', at);
      if (end < 0) return undefined;
      this.#text(unescaped(text.slice(at, end)), events);
      return end;
    }
    for (const [begin, end, what] of SECTIONS) {
      const head = text.slice(at, at + begin.length);
      if (head !== begin) {
        // Too little has come to tell.
        if (head.length < begin.length && begin.startsWith(head) && head.length > 1) return undefined;
        continue;
      }
      const close = text.indexOf(end, at + begin.length);
      if (close < 0) return undefined;
      if (what === 'cdata') this.#text(text.slice(at + begin.length, close), events);
      return close + end.length;
    }
    if (text[at + 1] === '!') throw new XmlError('XML_DTD');
    const close = endOfTag(text, at);
    if (close < 0) return undefined;
    this.#tag(text.slice(at + 1, close), events);
    return close + 1;
  }

  #text(text: string, events: XmlEvent[]): void {
    if (this.#open.length > 0) events.push({ kind: 'text', text });
    else if (text.replace('\ufeff', '').trim() !== '') throw new XmlError('XML_MALFORMED');
  }

  #tag(tag: string, events: XmlEvent[]): void {
    if (tag.startsWith('/')) {
      const name = tag.slice(1).trimEnd();
      if (this.#open.pop() !== name) throw new XmlError('XML_MALFORMED');
      events.push({ kind: 'close', name });
      return;
    }
    const isEmpty = tag.endsWith('/');
    const content = isEmpty ? tag.slice(0, -1) : tag;
    const name = /^[^\s]*/.exec(content)?.[0] ?? '';
    if (!NAME.test(name) || (this.#open.length === 0 && this.#hasRoot)) throw new XmlError('XML_MALFORMED');
    if (this.#open.length >= MAX_DEPTH) throw new XmlError('XML_TOO_DEEP');
    this.#hasRoot = true;
    events.push({ kind: 'open', name, attributes: attributesOf(content.slice(name.length)) });
    if (isEmpty) events.push({ kind: 'close', name });
    else this.#open.push(name);
  }
}

/** What begins with `<` and is no tag. */
const SECTIONS = [
  ['<!--', '-->', 'comment'],
  ['<![CDATA[', ']]>', 'cdata'],
  ['<?', '?>', 'instruction'],
] as const;

/** A `>` in quotes ends no tag. */
function endOfTag(text: string, start: number): number {
  const end = text.indexOf('>', start);
  if (end < 0) return -1;
  const tag = text.slice(start, end);
  if (!tag.includes('"') && !tag.includes("'")) return end;
  let quote = '';
  for (let at = start; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '>') return at;
    else if (character === '"' || character === "'") quote = character;
  }
  return -1;
}

const NONE: ReadonlyMap<string, string> = new Map();

function attributesOf(text: string): ReadonlyMap<string, string> {
  if (text.trim() === '') return NONE;
  const attributes = new Map<string, string>();
  let rest = text;
  while (rest.trim() !== '') {
    const found = ATTRIBUTE.exec(rest);
    const name = found?.[1] ?? '';
    if (found === null || attributes.has(name)) throw new XmlError('XML_MALFORMED');
    attributes.set(name, unescaped(found[2] ?? found[3] ?? ''));
    rest = rest.slice(found[0].length);
  }
  return attributes;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;&\s]{0,12})(;?)/g, (_all, name: string, end: string) => {
    if (end === '') throw new XmlError('XML_MALFORMED');
    if (Object.hasOwn(ENTITIES, name)) return ENTITIES[name] ?? '';
    return characterOf(name);
  });
}

function characterOf(name: string): string {
  const digits = /^#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}))$/.exec(name);
  if (digits === null) throw new XmlError('XML_DTD');
  const code = digits[1] === undefined ? Number(digits[2]) : Number.parseInt(digits[1], 16);
  const isCharacter = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  const character = isCharacter ? String.fromCodePoint(code) : '\u0000';
  if (NOT_XML.test(character)) throw new XmlError('XML_MALFORMED');
  return character;
}
