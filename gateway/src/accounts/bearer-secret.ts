/**
 * Secrets that open something for whoever holds them (refresh tokens, setup secrets, API keys): a prefix that says what
 * they are, and 256 random bits. Only their SHA-256 is kept: with that many bits a slow hash would protect nothing more.
 *
 * @module
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const SECRET_BYTES = 32;

/** Characters of 32 bytes in base64url. */
const SECRET_FORM = '[A-Za-z0-9_-]{43}';

/** `prefix_…`; shown once to whom it is for. */
export function newBearerSecret(prefix: string): string {
  return `${prefix}_${randomBytes(SECRET_BYTES).toString('base64url')}`;
}

export function isBearerSecret(prefix: string, text: string): boolean {
  return new RegExp(`^${prefix}_${SECRET_FORM}$`).test(text);
}

export function hashOfSecret(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Compares in constant time. */
export function isSecretOf(text: string, hash: Uint8Array): boolean {
  return timingSafeEqual(hashOfSecret(text), hash);
}
