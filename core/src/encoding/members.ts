/**
 * Strict reading of JSON objects of a known form: exactly these members, each of its form. What a
 * reader does not know it refuses, so that nobody can hide a second meaning beside the first.
 *
 * @module
 */
import { DocumentError, type DocumentErrorCode } from '../errors/document-error.js';
import { isJsonObject } from './json-value.js';

/** Reads members of one object; every fault is a `DocumentError` of one code with the place. */
export class Members {
  readonly #members: { readonly [key: string]: unknown };

  /**
   * @param pointer Place of the object, for errors.
   * @throws {DocumentError} `code` unless the value is an object with exactly these members.
   */
  constructor(
    value: unknown,
    names: readonly string[],
    private readonly code: DocumentErrorCode,
    private readonly pointer = '',
  ) {
    if (!isJsonObject(value)) throw new DocumentError(code, 'not an object', pointer);
    this.#members = value;
    for (const name of Object.keys(value)) {
      if (!names.includes(name)) throw this.error(name, 'unknown member');
    }
    for (const name of names) {
      if (!Object.hasOwn(value, name)) throw this.error(name, 'missing member');
    }
  }

  value(name: string): unknown {
    return this.#members[name];
  }

  text(name: string, form?: RegExp): string {
    const value = this.value(name);
    if (typeof value !== 'string' || (form !== undefined && !form.test(value)))
      throw this.error(name, 'not of its form');
    return value;
  }

  /** One of the given texts. */
  choice<T extends string>(name: string, choices: readonly T[]): T {
    const value = this.value(name);
    const choice = choices.find((one) => one === value);
    if (choice === undefined) throw this.error(name, `must be one of ${choices.join(', ')}`);
    return choice;
  }

  /** Safe integer from `least` on. */
  integer(name: string, least: number): number {
    const value = this.value(name);
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least) {
      throw this.error(name, `must be a whole number from ${least}`);
    }
    return value;
  }

  boolean(name: string): boolean {
    const value = this.value(name);
    if (typeof value !== 'boolean') throw this.error(name, 'must be true or false');
    return value;
  }

  error(name: string, detail: string): DocumentError {
    return new DocumentError(this.code, `${name}: ${detail}`, `${this.pointer}/${name}`);
  }
}
