/**
 * What a verifier needs to judge timestamps. Types alone: the implementation carries a large library and is loaded by
 * whoever meets a bundle with timestamps (`@chopmark/core/timestamps`).
 *
 * @module
 */
import type { TimestampHash } from './algorithms.js';
import type { TimestampFault } from './timestamp-error.js';

/** A member of `timestampAuthorities` of a trust profile; certificates and revocation lists are PEM texts. */
export type TimestampAuthority = {
  /** Text for people. */
  readonly name: string;
  readonly roots: readonly string[];
  readonly intermediates: readonly string[];
  readonly revocationLists: readonly string[];
};

/** A token that holds: what it says, and by whose word. */
export interface VerifiedTimestamp {
  /** Name of the authority in the trust profile. */
  readonly authority: string;
  /** Milliseconds since 1970. */
  readonly genTime: number;
  /** How far the true time may lie from `genTime`. */
  readonly accuracyMs: number;
  /** The hash that the authority was given. */
  readonly hash: TimestampHash;
  /** That hash of the message, lowercase hex. */
  readonly imprint: string;
  /** Dotted object identifier. */
  readonly policy: string;
  readonly serial: string;
  /** Until when the whole chain is valid, milliseconds since 1970: a later token must come before. */
  readonly validUntil: number;
  /** Signer first, root last. */
  readonly chain: readonly {
    readonly name: string;
    readonly notAfter: number;
    /** Of the key and signature that the certificate stands for, e.g. `ECDSA P-256 SHA-256`. */
    readonly algorithm: string;
  }[];
}

export type TimestampAnswer =
  | { readonly verified: true; readonly stamp: VerifiedTimestamp }
  | { readonly verified: false; readonly code: TimestampFault; readonly detail: string };

/** Reads RFC 3161 tokens; `createTimestamps` of `@chopmark/core/timestamps` makes one. */
export interface Timestamps {
  /**
   * Judges one token. Never rejects for what a stranger wrote.
   *
   * @param token DER of a TimeStampToken.
   * @param message What it should be over; asked for only when the signer is known.
   * @param coveredAt By when a later token holds this one, in milliseconds since 1970; undefined when none does. Decides
   *   what a later revocation means.
   */
  verify(
    token: Uint8Array,
    message: () => Uint8Array,
    authorities: readonly TimestampAuthority[],
    coveredAt?: number,
  ): Promise<TimestampAnswer>;
}
