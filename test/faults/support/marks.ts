/**
 * Marks: values planted where people write personal things or secrets, and found again in whatever bytes, plain or in the
 * forms in which programs write bytes.
 *
 * @module
 */

/** `content`: of documents. `secret`: lets somebody in. `identity`: of people and organizations, kept for signing in. */
export type MarkKind = 'content' | 'secret' | 'identity';

export interface Mark {
  readonly name: string;
  readonly kind: MarkKind;
  readonly value: string;
}

/** Every planted text begins so: bytes without it need not be searched for each mark. */
const PREFIX = 'markerqz';
/** Taxpayer ids have a form of their own. */
const TAX_PREFIX = '91MKQZTX';

export class Marks {
  readonly all: Mark[] = [];

  /** A text of letters, for one place. @param tail For characters beyond ASCII. */
  plant(kind: MarkKind, name: string, tail = ''): string {
    return this.#add(kind, name, `${PREFIX}-${name}-${letters(this.all.length)}${tail}`);
  }

  taxId(kind: MarkKind, name: string): string {
    const number = String(this.all.length).padStart(9, '0');
    return this.#add(kind, name, `${TAX_PREFIX}${number}A`);
  }

  /** One that the gateway made. */
  learn(name: string, value: string): string {
    return this.#add('secret', name, value);
  }

  #add(kind: MarkKind, name: string, value: string): string {
    if (value.length < 12) throw new Error(`${name} is too short to be told from chance`);
    this.all.push({ name, kind, value });
    return value;
  }
}

function letters(number: number): string {
  return String(number).replace(/./g, (digit) => 'bcdfghjklm'[Number(digit)] ?? '');
}

interface Searched {
  readonly mark: Mark;
  /** As bytes, one character each. */
  readonly shapes: readonly string[];
}

export const PART = 'a part of some mark';
/** Longer than any mark in any form. */
const WINDOW = 400;

export class Finder {
  readonly #planted: readonly Searched[];
  readonly #learned: readonly Searched[];
  readonly #isWanted: (mark: Mark) => boolean;
  static readonly #prefixes = [PREFIX, TAX_PREFIX].flatMap(shapesOf);

  /** @param all So that a part of one is told from the whole of another. @param isWanted Those to look for. */
  constructor(all: readonly Mark[], isWanted: (mark: Mark) => boolean = () => true) {
    const isPlanted = ({ value }: Mark): boolean => value.startsWith(PREFIX) || value.startsWith(TAX_PREFIX);
    const searched = (mark: Mark): Searched => ({ mark, shapes: shapesOf(mark.value) });
    this.#planted = all.filter(isPlanted).map(searched);
    this.#learned = all.filter((mark) => !isPlanted(mark) && isWanted(mark)).map(searched);
    this.#isWanted = isWanted;
  }

  /** Names of the wanted marks that stand in the bytes, in any form; `PART` for what only begins as one. */
  find(bytes: Uint8Array | string): string[] {
    const buffer = typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength); // prettier-ignore
    const found = new Set<string>();
    for (const { mark, shapes } of this.#learned)
      if (shapes.slice(0, 2).some((shape) => buffer.includes(shape, 0, 'latin1'))) found.add(mark.name);
    for (const window of windowsOf(buffer, Finder.#prefixes)) {
      const marks = this.#planted.filter(({ shapes }) => shapes.some((shape) => window.startsWith(shape)));
      if (marks.length === 0) found.add(PART);
      for (const { mark } of marks) if (this.#isWanted(mark)) found.add(mark.name);
    }
    return [...found];
  }
}

/** What begins like a mark, each once. */
function windowsOf(buffer: Buffer, prefixes: readonly string[]): ReadonlySet<string> {
  const windows = new Set<string>();
  for (const prefix of prefixes) {
    for (let at = buffer.indexOf(prefix, 0, 'latin1'); at >= 0; at = buffer.indexOf(prefix, at + 1, 'latin1'))
      windows.add(buffer.toString('latin1', at, at + WINDOW));
  }
  return windows;
}

/** Plain, in an address, in hexadecimal, in base64 and base64url wherever it begins. */
function shapesOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const hex = bytes.toString('hex');
  const encoded = [0, 1, 2].flatMap((offset) => {
    const all = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    // What neighbors have a part in is left out.
    const inner = all.slice(offset === 0 ? 0 : offset + 1, Math.floor(((offset + bytes.length) * 8) / 6));
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const escaped = JSON.stringify(text).slice(1, -1);
  const ascii = escaped.replace(
    /[^ -~]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const shapes = [text, encodeURIComponent(text), escaped, ascii, hex, hex.toUpperCase(), ...encoded];
  return [...new Set(shapes)].map((shape) => Buffer.from(shape).toString('latin1'));
}
