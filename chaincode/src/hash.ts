/**
 * Hash functions of the suites that this contract supports. A hash of the same
 * bytes is the same at every endorser, so Node's own is allowed here, and is
 * what keeps a batch of 16,384 entries cheap.
 *
 * @module
 */
// eslint-disable-next-line no-restricted-imports -- the same bytes have the same hash everywhere
import { hash as digest } from 'node:crypto';
import type { Hash, Suites } from '@chopmark/core';

/** SHA-256; 32 bytes. */
export const sha256: Hash = (data) => digest('sha256', data, 'buffer');

/** Suites in which a series may be opened. */
export const SUITES: Suites = { 'sha256-p256': { name: 'sha256-p256', hash: sha256 } };
