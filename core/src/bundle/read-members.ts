/** Strict reading of a bundle's JSON: what is not known is refused, and every fault says that the file is no bundle. */
import { isJsonObject, type JsonObject } from '../encoding/json-value.js';
import { DocumentError } from '../errors/document-error.js';
import { BundleError } from './bundle-error.js';

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** An object with exactly these members. */
export function objectOf(
  value: unknown,
  required: readonly string[],
  optional: readonly string[] = [],
): JsonObject {
  if (!isJsonObject(value)) throw unreadable('an object is missing');
  for (const name of required) if (!Object.hasOwn(value, name)) throw unreadable(`member ${name} is missing`);
  for (const name of Object.keys(value)) {
    if (!required.includes(name) && !optional.includes(name)) throw unreadable(`member ${name} is not known`);
  }
  return value;
}

export function listOf(value: unknown, most: number, name: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length > most)
    throw unreadable(`${name} must be a list of at most ${most}`);
  return value;
}

export function integerFrom(value: unknown, least: number, name: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least)
    throw unreadable(`${name} is malformed`);
  return value;
}

/** Looks at the alphabet only: bundles of one batch share parts that need not be decoded again. */
export function base64From(value: unknown): string {
  if (typeof value !== 'string' || !BASE64.test(value)) throw unreadable('base64 text is missing');
  return value;
}

export function unreadable(detail: string, options?: ErrorOptions): BundleError {
  return new BundleError('BUNDLE_UNREADABLE', detail, options);
}

/** @throws {BundleError} `BUNDLE_UNREADABLE` in place of a fault of form. */
export function orUnreadable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    const place = error.pointer ? ` (${error.pointer})` : '';
    throw unreadable(`${error.message}${place}`, { cause: error });
  }
}
