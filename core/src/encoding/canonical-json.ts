/**
 * Canonical JSON: one byte string for every way of writing the same value.
 *
 * Output of RFC 8785 (JSON Canonicalization Scheme) with a narrower input: a number beyond
 * 2^53 - 1 is refused, and so is whatever would vanish, change or answer differently when read
 * twice. Text is never normalized.
 *
 * @module
 */
import { DocumentError, type DocumentErrorCode } from '../errors/document-error.js';
import { toPointer } from './json-pointer.js';
import { utf8Encode } from './utf8.js';

/** Nesting that the writer follows; far above what a reader of ours accepts, far below the stack. */
const MAX_DEPTH = 512;

/** @throws {DocumentError} `NOT_JSON`, `UNSAFE_NUMBER`, `LONE_SURROGATE`, `TOO_DEEP`, with the place. */
export function canonicalJson(value: unknown): string {
  return typeof value === 'string' ? quoteJson(value) : new Writer().write(value);
}

/** UTF-8 of the canonical text. @throws {DocumentError} as `canonicalJson` */
export function canonicalBytes(value: unknown): Uint8Array {
  return utf8Encode(canonicalJson(value));
}

/** What no plain copy between quotation marks may hold: escapes and surrogates. */
// eslint-disable-next-line no-control-regex -- controls are what has to be found
const SPECIAL = /[\u0000-\u001f"\\\ud800-\udfff]/;
const LONE_SURROGATE = /[\ud800-\udfff]/u;

/** A string as canonical JSON. @throws {DocumentError} `LONE_SURROGATE` */
export function quoteJson(text: string): string {
  if (!SPECIAL.test(text)) return `"${text}"`;
  if (LONE_SURROGATE.test(text))
    throw new DocumentError('LONE_SURROGATE', 'text holds half a surrogate pair');
  return JSON.stringify(text); // escapes what RFC 8785 section 3.2.2.2 does, in the same form
}

/** Of more keys than this a sort is quicker, although it copies them. */
const FEW_KEYS = 32;

/** By UTF-16 code unit (RFC 8785 section 3.2.3), in place. */
function sortByCodeUnit(keys: string[]): void {
  if (keys.length > FEW_KEYS) {
    keys.sort(); // without a comparison: by code unit
    return;
  }
  for (let end = 1; end < keys.length; end += 1) {
    const key = keys[end] ?? '';
    let at = end;
    for (; at > 0 && (keys[at - 1] ?? '') > key; at -= 1) keys[at] = keys[at - 1] ?? '';
    keys[at] = key;
  }
}

class Writer {
  readonly #path: (string | number)[] = [];
  readonly #open: object[] = [];

  write(value: unknown): string {
    switch (typeof value) {
      case 'string':
        return this.#string(value);
      case 'number':
        return this.#number(value);
      case 'boolean':
        return value ? 'true' : 'false';
      case 'object':
        return value === null ? 'null' : this.#container(value);
      default:
        throw this.#error('NOT_JSON', `${typeof value} has no JSON form`);
    }
  }

  #string(value: string): string {
    try {
      return quoteJson(value);
    } catch (cause) {
      throw this.#error('LONE_SURROGATE', 'text holds half a surrogate pair', { cause });
    }
  }

  #number(value: number): string {
    if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) {
      throw this.#error('UNSAFE_NUMBER', 'number is not finite or beyond 2^53 - 1');
    }
    return String(value); // ECMAScript's own form is the one RFC 8785 section 3.2.2.3 asks for; -0 is 0
  }

  #container(value: object): string {
    if (this.#open.includes(value)) throw this.#error('NOT_JSON', 'value contains itself');
    if (this.#open.length >= MAX_DEPTH) throw this.#error('TOO_DEEP', `nested deeper than ${MAX_DEPTH}`);
    this.#open.push(value);
    const text = Array.isArray(value) ? this.#array(value) : this.#object(value);
    this.#open.pop();
    return text;
  }

  #array(value: readonly unknown[]): string {
    // own keys of an array without holes or extras: its indexes and `length`
    if (
      Object.getPrototypeOf(value) !== Array.prototype ||
      Reflect.ownKeys(value).length !== value.length + 1
    ) {
      throw this.#error('NOT_JSON', 'array has holes or members of its own');
    }
    let text = '[';
    for (let index = 0; index < value.length; index += 1) {
      this.#path.push(index);
      if (index > 0) text += ',';
      text += this.write(this.#read(value, String(index)));
      this.#path.pop();
    }
    return `${text}]`;
  }

  #object(value: object): string {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null)
      throw this.#error('NOT_JSON', 'not a plain object');
    const keys = Object.getOwnPropertyNames(value);
    if (Object.getOwnPropertySymbols(value).length > 0) throw this.#error('NOT_JSON', 'symbol as a key');
    sortByCodeUnit(keys);
    let text = '{';
    for (const key of keys) {
      this.#path.push(key);
      if (text.length > 1) text += ',';
      text += `${this.#string(key)}:${this.write(this.#read(value, key))}`;
      this.#path.pop();
    }
    return `${text}}`;
  }

  /** A getter may answer differently when asked again; a hidden member would vanish for others. */
  #read(owner: object, key: string): unknown {
    const member = Object.getOwnPropertyDescriptor(owner, key);
    if (member?.enumerable !== true || !('value' in member)) {
      throw this.#error('NOT_JSON', 'not a plain member');
    }
    return member.value;
  }

  #error(code: DocumentErrorCode, detail: string, options?: ErrorOptions): DocumentError {
    return new DocumentError(code, detail, toPointer(this.#path), options);
  }
}
