/**
 * UTF-8 without a platform: core has no `TextEncoder`, and the platform's replace what is malformed
 * where a proof must refuse it. Follows RFC 3629: shortest forms only, no surrogates.
 *
 * @module
 */
import { DocumentError } from '../errors/document-error.js';

/** Bytes that a UTF-16 code unit takes at most. */
export const MAX_UNIT_BYTES = 3;

/** @throws {DocumentError} `LONE_SURROGATE` when the text is no sequence of Unicode characters. */
export function utf8Encode(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * MAX_UNIT_BYTES);
  return bytes.slice(0, utf8EncodeInto(text, bytes, 0));
}

/**
 * @param target Has room for `MAX_UNIT_BYTES` times the text's length from `start` on.
 * @returns Where the text ends in it.
 * @throws {DocumentError} `LONE_SURROGATE`
 */
export function utf8EncodeInto(text: string, target: Uint8Array, start: number): number {
  let to = start;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) {
      target[to++] = unit;
    } else if (unit < 0x800) {
      target[to++] = 0xc0 | (unit >> 6);
      target[to++] = 0x80 | (unit & 0x3f);
    } else if ((unit & 0xf800) !== 0xd800) {
      target[to++] = 0xe0 | (unit >> 12);
      target[to++] = 0x80 | ((unit >> 6) & 0x3f);
      target[to++] = 0x80 | (unit & 0x3f);
    } else {
      const point = pairAt(text, at);
      at += 1;
      target[to++] = 0xf0 | (point >> 18);
      target[to++] = 0x80 | ((point >> 12) & 0x3f);
      target[to++] = 0x80 | ((point >> 6) & 0x3f);
      target[to++] = 0x80 | (point & 0x3f);
    }
  }
  return to;
}

function pairAt(text: string, at: number): number {
  const high = text.charCodeAt(at);
  const low = text.charCodeAt(at + 1); // NaN at the end: the test below fails
  if (high > 0xdbff || (low & 0xfc00) !== 0xdc00) {
    throw new DocumentError('LONE_SURROGATE', 'text holds half a surrogate pair');
  }
  return 0x10000 + ((high & 0x3ff) << 10) + (low & 0x3ff);
}

/** Units handed to `fromCharCode` at once; engines bound the number of arguments. */
const CHUNK = 4096;
/** ASCII from this length on goes straight into text; shorter runs are not worth the detour. */
const LONG_RUN = 48;

/** Keeps a byte order mark as the character it is. @throws {DocumentError} `MALFORMED_UTF8` */
export function utf8Decode(bytes: Uint8Array): string {
  let text = '';
  let units: Uint16Array | undefined;
  let filled = 0;
  let at = 0;
  while (at < bytes.length) {
    const ascii = asciiEnd(bytes, at);
    if (ascii - at >= LONG_RUN || (filled === 0 && ascii === bytes.length)) {
      if (units && filled > 0) text += textOf(units.subarray(0, filled));
      filled = 0;
      text += textOf(bytes.subarray(at, ascii));
      at = ascii;
      continue;
    }
    units ??= new Uint16Array(Math.min(bytes.length - at, CHUNK) + LONG_RUN);
    for (; at < ascii; at += 1) units[filled++] = bytes[at] ?? 0;
    if (at < bytes.length) {
      const length = sequenceLength(bytes[at] ?? 0);
      filled = putPoint(units, filled, pointAt(bytes, at, length));
      at += length;
    }
    if (filled >= CHUNK) {
      text += textOf(units.subarray(0, filled));
      filled = 0;
    }
  }
  return units && filled > 0 ? text + textOf(units.subarray(0, filled)) : text;
}

/** Where the ASCII from here on ends, or a chunk of it. */
function asciiEnd(bytes: Uint8Array, start: number): number {
  const most = Math.min(bytes.length, start + CHUNK);
  let at = start;
  while (at < most && (bytes[at] ?? 0x80) < 0x80) at += 1;
  return at;
}

/** @returns Where the next one goes. */
function putPoint(units: Uint16Array, filled: number, point: number): number {
  if (point <= 0xffff) {
    units[filled] = point;
    return filled + 1;
  }
  units[filled] = 0xd800 | ((point - 0x10000) >> 10);
  units[filled + 1] = 0xdc00 | (point & 0x3ff);
  return filled + 2;
}

/** Not by spreading: that walks the array one by one. */
function textOf(units: Uint16Array | Uint8Array): string {
  return Reflect.apply(String.fromCharCode, undefined, units) as string;
}

function sequenceLength(first: number): 2 | 3 | 4 {
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (first >= 0xe0 && first <= 0xef) return 3;
  if (first >= 0xf0 && first <= 0xf4) return 4;
  throw malformed();
}

/** Smallest code point that may take so many bytes (RFC 3629 section 3). */
const SMALLEST = { 2: 0x80, 3: 0x800, 4: 0x10000 } as const;

function pointAt(bytes: Uint8Array, at: number, length: 2 | 3 | 4): number {
  let point = (bytes[at] ?? 0) & (0xff >> (length + 1));
  for (let next = at + 1; next < at + length; next += 1) {
    const byte = bytes[next] ?? 0; // past the end: no continuation byte
    if ((byte & 0xc0) !== 0x80) throw malformed();
    point = (point << 6) | (byte & 0x3f);
  }
  if (point < SMALLEST[length] || point > 0x10ffff || (point & 0x1ff800) === 0xd800) throw malformed();
  return point;
}

function malformed(): DocumentError {
  return new DocumentError('MALFORMED_UTF8', 'bytes are not UTF-8');
}
