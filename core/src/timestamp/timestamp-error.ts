/** Why a token, an answer of an authority, or an authority of a trust profile is not believed. */
export const TIMESTAMP_FAULTS = [
  /** No token of RFC 3161 in DER, or more than one. */
  'TIMESTAMP_MALFORMED',
  /** SHA-1, a short key, SM2: nothing here checks it. */
  'TIMESTAMP_ALGORITHM_REFUSED',
  /** The token is over something else. */
  'TIMESTAMP_IMPRINT_MISMATCH',
  'TIMESTAMP_SIGNATURE_INVALID',
  /** The signed attributes do not name the certificate that signed (RFC 5816). */
  'TIMESTAMP_SIGNER_UNBOUND',
  /** The certificate is not one for timestamps alone. */
  'TIMESTAMP_PURPOSE_WRONG',
  /** No authority of the trust profile certified the signer. */
  'TIMESTAMP_AUTHORITY_UNKNOWN',
  /** A certificate of the chain was not valid at the time that the token names. */
  'TIMESTAMP_CERTIFICATE_OUTDATED',
  'TIMESTAMP_AUTHORITY_REVOKED',
  /** The answer is not the one to this question. */
  'TIMESTAMP_NONCE_MISMATCH',
  'TIMESTAMP_POLICY_MISMATCH',
  /** The authority answered that it does not stamp this. */
  'TIMESTAMP_REJECTED',
  /** A certificate or revocation list of an authority in the trust profile cannot be read or used. */
  'AUTHORITY_UNREADABLE',
  'AUTHORITY_REVOCATION_LIST_INVALID',
] as const;

export type TimestampFault = (typeof TIMESTAMP_FAULTS)[number];

export class TimestampError extends Error {
  override readonly name = 'TimestampError';

  constructor(
    readonly code: TimestampFault,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }
}

/** @throws {TimestampError} `code`, for whatever `read` throws: it is given bytes of strangers. */
export function orFault<T>(code: TimestampFault, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof TimestampError) throw cause;
    throw new TimestampError(code, cause instanceof Error ? cause.message : 'unreadable', { cause });
  }
}
