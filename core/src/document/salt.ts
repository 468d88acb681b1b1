/**
 * Salts: without one, whoever guesses a value could confirm it by its hash. They follow from one
 * secret per document, so that keeping the secret is enough and destroying it erases.
 *
 * @module
 */
import { toBase64Url } from '../encoding/base64.js';
import { hmacOf } from '../hash/hmac.js';
import type { Hash } from '../hash/suite.js';

export const SALT_BYTES = 16;

/** Bytes of a document secret, random, off the ledger. */
export const SECRET_BYTES = 32;

/** Path under which the header's salt is derived; no field has it, for it is no pointer. */
export const HEADER_PATH = '#header';

const PURPOSE = 'chopmark/salt/1\u0000';

/**
 * Derives salts of one document.
 *
 * @param secret The document secret, 32 bytes.
 * @returns From a path to its salt, base64url without padding.
 * @throws {RangeError} When the secret has another length.
 */
export function saltsOf(hash: Hash, secret: Uint8Array): (path: string) => string {
  if (secret.length !== SECRET_BYTES) throw new RangeError(`a document secret is ${SECRET_BYTES} bytes`);
  const keyed = hmacOf(hash, secret);
  return (path) => {
    const code = keyed((message) => message.text(PURPOSE).text(path));
    return toBase64Url(code.subarray(0, SALT_BYTES));
  };
}
