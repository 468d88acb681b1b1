/** Edits of a JSON text by which a reader could be crashed, stopped or misled. */
import fc from 'fast-check';
import { type Place, placesOf } from '../json-places.js';

/** Names that mean something to JavaScript, or look like other names. */
const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'then',
  'length',
  '',
  '0',
  '-',
  'format\u0000',
  'ｆormat',
  'verdict',
  'valid',
];

/** Texts of numbers that readers take differently, or at all. */
const NUMBERS = [
  ...[
    '-0',
    '1e400',
    '-1e400',
    '1e-400',
    '9007199254740993',
    '0.1',
    '1E2',
    '1.0',
    '2e0',
    '00',
    '01',
    '+1',
    '0x10',
    '1_000',
    '.5',
    '5.',
  ],
  '0.99999999999999999999',
  `1${'0'.repeat(400)}`,
  `0.${'0'.repeat(5000)}1`,
];

/** Texts of strings, quotation marks included. */
const STRINGS = [
  ...[
    '""',
    '"\\u0000"',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\\ufeff"',
    '"\u2028\u2029"',
    '"\u202e\u200d"',
    '"e\u0301"',
    '"\u00e9"',
    '"１１３.00"',
  ],
  ...[
    '"\\x41"',
    "'a'",
    '"a\nb"',
    '"\\u12"',
    '"\\',
    '"sha256:' + '0'.repeat(64) + '"',
    '"sha256:' + 'A'.repeat(64) + '"',
  ],
  ...[
    '"../../../../etc/passwd"',
    '"%00"',
    '"${7*7}"',
    '"-----BEGIN CERTIFICATE-----"',
    '"===="',
    '"A==="',
    '"QQ=="',
    '"QR=="',
  ],
];

const size = fc.oneof({ weight: 5, arbitrary: fc.nat(300) }, { weight: 1, arbitrary: fc.nat(200_000) });
const name = fc.constantFrom(...NAMES).map((text) => JSON.stringify(text));

/** Text of a value, well formed or not. */
const value: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...NUMBERS, ...STRINGS, 'null', 'true', 'NaN', 'undefined', '{}', '[]', '', ',', ']', '}'),
  size.map((depth) => '['.repeat(depth)),
  size.map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
  size.map((depth) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)),
  size.map((count) => `[${Array.from({ length: count }, () => 0).join()}]`),
  size.map((count) => `{${Array.from({ length: count }, (_, at) => `"k${at}":0`).join()}}`),
  size.map((count) => `{${Array.from({ length: count }, (_, at) => `"${at}":0`).join()}}`),
  size.map((length) => `"${'A'.repeat(length * 4)}"`),
  size.map((length) => `"${'\\u0041'.repeat(length)}"`),
  size.map((length) => `"${'😀'.repeat(length)}"`),
  fc
    .tuple(name, fc.constantFrom('{"statement":null}', '1', '[]', 'null'))
    .map(([key, inner]) => `{${key}:${inner}}`),
  fc.json(),
);

export type Edit =
  | { readonly kind: 'value' | 'before' | 'behind'; readonly at: number; readonly text: string }
  | { readonly kind: 'member'; readonly at: number; readonly key: string; readonly text: string }
  | { readonly kind: 'again'; readonly at: number; readonly text: string }
  | { readonly kind: 'copy'; readonly at: number; readonly from: number }
  | { readonly kind: 'cut'; readonly at: number; readonly length: number };

const place = fc.nat(0xffff);

/** One edit; places count modulo those of the text. */
export const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constant('value' as const), at: place, text: value }),
  fc.record({ kind: fc.constantFrom('before' as const, 'behind' as const), at: place, text: value }),
  fc.record({ kind: fc.constant('member' as const), at: place, key: name, text: value }),
  fc.record({ kind: fc.constant('again' as const), at: place, text: value }),
  fc.record({ kind: fc.constant('copy' as const), at: place, from: place }),
  fc.record({ kind: fc.constant('cut' as const), at: place, length: fc.nat(5000) }),
);

/** A text whose places are known. */
export class EditableJson {
  readonly #text: string;
  readonly #places: readonly Place[];

  constructor(golden: Buffer) {
    this.#text = golden.toString('latin1');
    this.#places = placesOf(this.#text);
  }

  edited(one: Edit): Buffer {
    const where = this.#at(one.at);
    switch (one.kind) {
      case 'value':
        return this.#spliced(where.start, where.end, utf8(one.text));
      case 'before':
        return this.#spliced(where.start, where.start, utf8(one.text));
      case 'behind':
        return this.#spliced(where.end, where.end, utf8(one.text));
      case 'member':
        return this.#spliced(where.from, where.from, utf8(`${one.key}:${one.text},`));
      case 'again':
        return this.#spliced(
          where.from,
          where.from,
          `${this.#text.slice(where.from, where.start)}${utf8(one.text)},`,
        );
      case 'copy': {
        const { start, end } = this.#at(one.from);
        return this.#spliced(where.start, where.end, this.#text.slice(start, end));
      }
      case 'cut':
        return this.#spliced(where.start, Math.min(this.#text.length, where.start + one.length), '');
    }
  }

  #at(number: number): Place {
    return this.#places[number % this.#places.length]!;
  }

  #spliced(from: number, to: number, by: string): Buffer {
    return Buffer.from(this.#text.slice(0, from) + by + this.#text.slice(to), 'latin1');
  }
}

/** Above every golden text. Finding the places of deep nesting takes more memory than a verifier ever needs. */
const EDITED_AGAIN = { bytes: 100_000, depth: 1_000 };

/** Whether a text, which earlier edits may have blown up or broken, can be edited again. */
export function isEditable(file: Buffer): boolean {
  return file.length < EDITED_AGAIN.bytes && depthOf(file) < EDITED_AGAIN.depth && isJson(file);
}

/** At least as deep as it is nested: brackets in strings count, too. */
function depthOf(file: Buffer): number {
  let depth = 0;
  let deepest = 0;
  for (const byte of file) {
    if (byte === 0x5b || byte === 0x7b) deepest = Math.max(deepest, (depth += 1));
    else if (byte === 0x5d || byte === 0x7d) depth -= 1;
  }
  return deepest;
}

function isJson(file: Buffer): boolean {
  try {
    JSON.parse(file.toString());
    return true;
  } catch {
    return false;
  }
}

function utf8(text: string): string {
  return Buffer.from(text).toString('latin1');
}
