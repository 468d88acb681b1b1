/**
 * Strict JSON (RFC 8259 narrowed as I-JSON, RFC 7493): what two readers could understand
 * differently is refused. Members keep their names, `__proto__` included, as own properties.
 *
 * @module
 */
import { DocumentError, type DocumentErrorCode } from '../errors/document-error.js';
import { type JsonObject, type JsonValue, setMember } from './json-value.js';
import { toPointer } from './json-pointer.js';
import { utf8Decode } from './utf8.js';

export interface ParseJsonOptions {
  /** Containers inside one another that are still read; default 64. */
  readonly maxDepth?: number;
  /** Values in all, containers included, that are still read; default any number. */
  readonly maxValues?: number;
}

/**
 * @param input Text, or its UTF-8 bytes; a byte order mark is refused.
 * @throws {DocumentError} `MALFORMED_JSON`, `MALFORMED_UTF8`, `DUPLICATE_KEY` (compared after unescaping),
 *   `LONE_SURROGATE`, `UNSAFE_NUMBER`, `TOO_DEEP`, `TOO_MANY_VALUES`; the pointer names the value being read.
 */
export function parseJson(
  input: string | Uint8Array,
  { maxDepth = 64, maxValues = Infinity }: ParseJsonOptions = {},
): JsonValue {
  return new Reader(typeof input === 'string' ? input : utf8Decode(input), maxDepth, maxValues).readAll();
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const LONE_SURROGATE = /[\ud800-\udfff]/u;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class Reader {
  #at = 0;
  #values = 0;
  readonly #path: (string | number)[] = [];

  constructor(
    private readonly text: string,
    private readonly maxDepth: number,
    private readonly maxValues: number,
  ) {}

  readAll(): JsonValue {
    const value = this.#value(0);
    this.#space();
    if (this.#at < this.text.length) throw this.#unexpected();
    return value;
  }

  #value(depth: number): JsonValue {
    if ((this.#values += 1) > this.maxValues)
      throw this.#error('TOO_MANY_VALUES', `more than ${this.maxValues} values`);
    this.#space();
    switch (this.text[this.#at]) {
      case '{':
        return this.#object(this.#deeper(depth));
      case '[':
        return this.#array(this.#deeper(depth));
      case '"':
        return this.#string();
      case 't':
        return this.#literal('true', true);
      case 'f':
        return this.#literal('false', false);
      case 'n':
        return this.#literal('null', null);
      default:
        return this.#number();
    }
  }

  #deeper(depth: number): number {
    if (depth >= this.maxDepth) throw this.#error('TOO_DEEP', `nested deeper than ${this.maxDepth}`);
    this.#at += 1; // the bracket
    return depth + 1;
  }

  #object(depth: number): JsonObject {
    const members: { [key: string]: JsonValue } = {};
    this.#space();
    if (this.#take('}')) return members;
    do {
      this.#space();
      if (this.text[this.#at] !== '"') throw this.#unexpected();
      const key = this.#string();
      this.#path.push(key);
      if (Object.hasOwn(members, key)) throw this.#error('DUPLICATE_KEY', 'member stands twice');
      this.#space();
      if (!this.#take(':')) throw this.#unexpected();
      setMember(members, key, this.#value(depth));
      this.#path.pop();
      this.#space();
    } while (this.#take(','));
    if (!this.#take('}')) throw this.#unexpected();
    return members;
  }

  #array(depth: number): JsonValue[] {
    const items: JsonValue[] = [];
    this.#space();
    if (this.#take(']')) return items;
    do {
      this.#path.push(items.length);
      items.push(this.#value(depth));
      this.#path.pop();
      this.#space();
    } while (this.#take(','));
    if (!this.#take(']')) throw this.#unexpected();
    return items;
  }

  #string(): string {
    let result = '';
    let surrogates = false;
    let start = (this.#at += 1);
    for (;;) {
      const unit = this.text.charCodeAt(this.#at); // NaN at the end
      if (unit === 0x22) break;
      if (!(unit >= 0x20)) throw this.#unexpected();
      if (unit === 0x5c) {
        result += this.text.slice(start, this.#at) + this.#escape();
        surrogates = true; // an escape can write one
        start = this.#at;
      } else {
        if ((unit & 0xf800) === 0xd800) surrogates = true;
        this.#at += 1;
      }
    }
    result += this.text.slice(start, this.#at);
    this.#at += 1;
    if (surrogates && LONE_SURROGATE.test(result)) {
      throw this.#error('LONE_SURROGATE', 'text holds half a surrogate pair');
    }
    return result;
  }

  #escape(): string {
    const letter = this.text[this.#at + 1] ?? '';
    if (letter === 'u') {
      const digits = this.text.slice(this.#at + 2, this.#at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.#unexpected();
      this.#at += 6;
      return String.fromCharCode(parseInt(digits, 16));
    }
    const plain = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
    if (plain === undefined) throw this.#unexpected();
    this.#at += 2;
    return plain;
  }

  #number(): number {
    NUMBER.lastIndex = this.#at;
    const digits = NUMBER.exec(this.text)?.[0];
    if (digits === undefined) throw this.#unexpected();
    this.#at += digits.length;
    const value = Number(digits);
    if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
      throw this.#error('UNSAFE_NUMBER', 'number is beyond 2^53 - 1');
    }
    return value;
  }

  #literal<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.#at)) throw this.#unexpected();
    this.#at += word.length;
    return value;
  }

  #space(): void {
    for (;;) {
      const unit = this.text.charCodeAt(this.#at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
      this.#at += 1;
    }
  }

  #take(character: string): boolean {
    if (this.text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #unexpected(): DocumentError {
    return this.#error('MALFORMED_JSON', `not strict JSON at character ${this.#at}`);
  }

  #error(code: DocumentErrorCode, detail: string): DocumentError {
    return new DocumentError(code, detail, toPointer(this.#path));
  }
}
