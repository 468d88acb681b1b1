/**
 * One document under a key of its own. The key is random, wrapped by a wrapping key, and lies in the document's row and
 * nowhere else: whoever destroys the row has destroyed the document, whatever remains elsewhere. It encrypts one message,
 * so its nonce is constant.
 *
 * Plain: secret (32) ‖ length of the reference (2, big-endian) ‖ reference (UTF-8) ‖ body (canonical JSON).
 * `wrapped`: nonce (12) ‖ key (32) ‖ tag (16).
 *
 * @module
 */
import { randomBytes } from 'node:crypto';

import { utf8Decode } from '@chopmark/core';

import { decrypt, encrypt, KEY_BYTES, NONCE_BYTES, SealBrokenError } from './gcm.js';

export interface SealedDocument {
  /** Wrapping key. */
  readonly keyId: number;
  readonly wrapped: Uint8Array;
  readonly sealed: Uint8Array;
}

export interface DocumentContent {
  readonly secret: Uint8Array;
  /** The seller's own. */
  readonly reference: string | null;
  readonly body: Uint8Array;
}

export const SECRET_BYTES = 32;
export const WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + 16;
const LENGTH_BYTES = 2;
const ONLY_NONCE = new Uint8Array(NONCE_BYTES);

const placeOfKey = (id: string): string => `document.wrapped/${id}`;
const placeOfContent = (id: string): string => `document.sealed/${id}`;

export function sealDocumentContent(
  wrappingKey: Uint8Array,
  keyId: number,
  id: string,
  { secret, reference, body }: DocumentContent,
): SealedDocument {
  const random = randomBytes(NONCE_BYTES + KEY_BYTES);
  const nonce = random.subarray(0, NONCE_BYTES);
  const key = random.subarray(NONCE_BYTES);
  const referenceBytes = Buffer.from(reference ?? '');
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt16BE(referenceBytes.length);
  const content = Buffer.concat([secret, length, referenceBytes, body]);
  return {
    keyId,
    wrapped: Buffer.concat([nonce, encrypt(wrappingKey, nonce, placeOfKey(id), key)]),
    sealed: encrypt(key, ONLY_NONCE, placeOfContent(id), content),
  };
}

/** @param id Of the row that holds it: another's does not open. @throws {SealBrokenError} */
export function openDocumentContent(
  wrappingKey: Uint8Array,
  id: string,
  { wrapped, sealed }: Pick<SealedDocument, 'wrapped' | 'sealed'>,
): DocumentContent {
  const key = unwrapKey(wrappingKey, id, wrapped);
  const content = decrypt(key, ONLY_NONCE, placeOfContent(id), sealed);
  if (content.length < SECRET_BYTES + LENGTH_BYTES) throw new SealBrokenError(`${id} is cut short`);
  const start = SECRET_BYTES + LENGTH_BYTES;
  const end = start + content.readUInt16BE(SECRET_BYTES);
  return {
    secret: content.subarray(0, SECRET_BYTES),
    reference: end === start ? null : utf8Decode(content.subarray(start, end)),
    body: content.subarray(end),
  };
}

/** The same key under another wrapping key. @throws {SealBrokenError} */
export function rewrapDocument(from: Uint8Array, to: Uint8Array, id: string, wrapped: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  return Buffer.concat([nonce, encrypt(to, nonce, placeOfKey(id), unwrapKey(from, id, wrapped))]);
}

function unwrapKey(wrappingKey: Uint8Array, id: string, wrapped: Uint8Array): Buffer {
  return decrypt(
    wrappingKey,
    wrapped.subarray(0, NONCE_BYTES),
    placeOfKey(id),
    wrapped.subarray(NONCE_BYTES),
  );
}
