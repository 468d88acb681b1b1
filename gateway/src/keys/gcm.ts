/**
 * AES-256-GCM over whole messages: `ciphertext ‖ tag` (16 bytes), bound to the place where it is kept.
 *
 * @module
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
export const KEY_BYTES = 32;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

/** A sealed value that does not open: another key, another place, or a byte that changed. */
export class SealBrokenError extends Error {
  override readonly name = 'SealBrokenError';
}

/** @param nonce 12 bytes, never twice under one key. @param place Whoever opens must name the same. */
export function encrypt(key: Uint8Array, nonce: Uint8Array, place: string, text: Uint8Array): Buffer {
  const cipher = createCipheriv(CIPHER, key, nonce);
  cipher.setAAD(Buffer.from(place));
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

/** @throws {SealBrokenError} */
export function decrypt(key: Uint8Array, nonce: Uint8Array, place: string, sealed: Uint8Array): Buffer {
  const end = sealed.length - TAG_BYTES;
  if (end < 0) throw new SealBrokenError(`what is sealed at ${place} is cut short`);
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(sealed.subarray(end));
  try {
    const text = decipher.update(sealed.subarray(0, end));
    decipher.final();
    return text;
  } catch (cause) {
    throw new SealBrokenError(`what is sealed at ${place} does not open`, { cause });
  }
}
