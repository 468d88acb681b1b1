/** Lower-case hexadecimal: the only case that records and bundles use, so that equal bytes are equal text. */
import { DocumentError } from '../errors/document-error.js';

const BYTE_TEXT = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += BYTE_TEXT[byte] ?? '';
  return text;
}

/** @throws {DocumentError} `MALFORMED_HEX` for upper case, an odd length or anything else. */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0) throw malformed();
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at += 1) {
    bytes[at] = nibble(text.charCodeAt(2 * at)) * 16 + nibble(text.charCodeAt(2 * at + 1));
  }
  return bytes;
}

function nibble(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  if (unit >= 0x61 && unit <= 0x66) return unit - 0x61 + 10;
  throw malformed();
}

function malformed(): DocumentError {
  return new DocumentError(
    'MALFORMED_HEX',
    'text must be lower-case hexadecimal, two characters for each byte',
  );
}
