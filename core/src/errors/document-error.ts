/** Malformed input of core's own parsers: a code that stays, a text for people and, where there is one, the place. */

/** Every code with what it says; declared once, never renamed or reused (`docs/error-codes.md`). */
export const DOCUMENT_ERRORS = {
  MALFORMED_UTF8: 'bytes are not UTF-8',
  MALFORMED_HEX: 'text is not lower-case hexadecimal',
  MALFORMED_BASE64: 'text is not canonical base64',
  MALFORMED_JSON: 'text is not strict JSON',
  DUPLICATE_KEY: 'an object names a member twice',
  LONE_SURROGATE: 'text holds half a surrogate pair',
  UNSAFE_NUMBER: 'a number is beyond 2^53 - 1 or not finite',
  TOO_DEEP: 'values are nested too deeply',
  TOO_MANY_VALUES: 'a text holds more values than are read',
  NOT_JSON: 'a value has no JSON form',
  MALFORMED_HASH: 'a hash is not 64 lower-case hexadecimal characters or 32 bytes',
  MALFORMED_PROOF: 'a Merkle proof cannot belong to its tree',
  MALFORMED_BATCH: 'a batch has no entry, too many entries or sequences out of range',
  UNKNOWN_SUITE: 'a hash suite is not known or not at hand',
  UNKNOWN_KIND: 'a kind of document is not known',
  MALFORMED_DOCUMENT: 'a document cannot be split into fields',
  MALFORMED_HEADER: 'a document header is not of its form',
  MALFORMED_PATHS: 'a path list is not of its form',
  MALFORMED_FIELD: 'a field is not of its form',
  MALFORMED_NUMBER: 'a document number, prefix or sequence is not of its form',
  MALFORMED_AMOUNT: 'an amount is not of its form or too large',
  MALFORMED_DECIMAL: 'a decimal number is not of its form',
  MALFORMED_RATE: 'a rate is not of its form',
  MALFORMED_IDENTIFIER: 'a certificate identifier is not of its form',
  MALFORMED_RECORD: 'a ledger record is not of its form',
  MALFORMED_ATTESTATION: 'an attestation is not of its form',
  MALFORMED_AUDIT_LOG: 'a line or checkpoint of an audit log is not of its form',
} as const;

export type DocumentErrorCode = keyof typeof DOCUMENT_ERRORS;

/** Input that no reader of ours accepts; the sender is at fault. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
  readonly code: DocumentErrorCode;
  /** JSON pointer (RFC 6901) of the place; absent when there is none. */
  readonly pointer: string | undefined;

  constructor(code: DocumentErrorCode, detail: string, pointer?: string, options?: ErrorOptions) {
    super(detail, options);
    this.code = code;
    this.pointer = pointer;
  }
}
