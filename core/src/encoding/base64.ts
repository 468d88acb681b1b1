/**
 * Base64 with padding and base64url without (RFC 4648 sections 4 and 5), canonical only: unused bits
 * are zero and there is no white space, so one byte string has one text and a proof cannot be
 * rewritten into a different file with the same meaning.
 *
 * @module
 */
import { DocumentError } from '../errors/document-error.js';

const COMMON = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const STANDARD = alphabet(`${COMMON}+/`);
const URL_SAFE = alphabet(`${COMMON}-_`);

interface Alphabet {
  /** Two characters for each 12 bits. */
  readonly pairs: readonly string[];
  /** Value of each ASCII code, 255 where the alphabet has none. */
  readonly values: Uint8Array;
}

function alphabet(characters: string): Alphabet {
  const values = new Uint8Array(128).fill(255);
  for (let value = 0; value < 64; value += 1) values[characters.charCodeAt(value)] = value;
  const pairs = Array.from(
    { length: 4096 },
    (_, bits) => characters.charAt(bits >> 6) + characters.charAt(bits & 63),
  );
  return { pairs, values };
}

export function toBase64(bytes: Uint8Array): string {
  const text = encode(bytes, STANDARD);
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

export function toBase64Url(bytes: Uint8Array): string {
  return encode(bytes, URL_SAFE);
}

/** @throws {DocumentError} `MALFORMED_BASE64` */
export function fromBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0) throw malformed();
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return decode(text.slice(0, text.length - padding), STANDARD);
}

/** @throws {DocumentError} `MALFORMED_BASE64` */
export function fromBase64Url(text: string): Uint8Array {
  return decode(text, URL_SAFE);
}

function encode(bytes: Uint8Array, { pairs }: Alphabet): string {
  const whole = bytes.length - (bytes.length % 3);
  let text = '';
  for (let at = 0; at < whole; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += (pairs[group >> 12] ?? '') + (pairs[group & 0xfff] ?? '');
  }
  if (bytes.length - whole === 1) text += pairs[(bytes[whole] ?? 0) << 4] ?? '';
  if (bytes.length - whole === 2) {
    const group = ((bytes[whole] ?? 0) << 10) | ((bytes[whole + 1] ?? 0) << 2);
    text += (pairs[group >> 6] ?? '') + (pairs[(group & 63) << 6] ?? '').slice(0, 1);
  }
  return text;
}

function decode(text: string, { values }: Alphabet): Uint8Array {
  const tail = text.length % 4;
  if (tail === 1) throw malformed();
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let to = 0;
  for (let at = 0; at < text.length; at += 1) {
    const value = values[text.charCodeAt(at)] ?? 255;
    if (value === 255) throw malformed();
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[to++] = (held >> bits) & 0xff;
    }
  }
  if ((held & ((1 << bits) - 1)) !== 0) throw malformed();
  return bytes;
}

function malformed(): DocumentError {
  return new DocumentError('MALFORMED_BASE64', 'text must be canonical base64');
}
