/**
 * Hash suites by name. The functions come from outside (node:crypto, @noble/hashes); core names
 * them. Synchronous on purpose: docs/decisions/0001-synchronous-hash-port.md.
 *
 * @module
 */
import { DocumentError } from '../errors/document-error.js';

/**
 * A hash of 32 bytes with blocks of 64, SHA-256 or SM3. It neither keeps nor changes its argument, which may be a
 * view of bytes that change after the call.
 */
export type Hash = (data: Uint8Array) => Uint8Array;

/** Names as they stand in headers, records and trees; the second half names the suite's signature. */
export const SUITE_NAMES = ['sha256-p256', 'sm3-sm2'] as const;

export type SuiteName = (typeof SUITE_NAMES)[number];

export interface Suite {
  readonly name: SuiteName;
  readonly hash: Hash;
}

/** The suites that a program has an implementation of. */
export type Suites = { readonly [name in SuiteName]?: Suite };

export function isSuiteName(value: unknown): value is SuiteName {
  return (SUITE_NAMES as readonly unknown[]).includes(value);
}

/** @throws {DocumentError} `UNKNOWN_SUITE` when there is no such suite or no implementation at hand. */
export function requireSuite(suites: Suites, name: string): Suite {
  const suite = isSuiteName(name) ? suites[name] : undefined;
  if (suite === undefined) throw new DocumentError('UNKNOWN_SUITE', `no hash suite ${name}`);
  return suite;
}
