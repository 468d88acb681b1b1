/** Hash suites of the tests: node:crypto has both. */
import { createHash } from 'node:crypto';
import type { Hash, Suite, Suites } from '@chopmark/core';

export const sha256: Hash = (data) => new Uint8Array(createHash('sha256').update(data).digest());

export const sm3: Hash = (data) => new Uint8Array(createHash('sm3').update(data).digest());

export const SHA_SUITE: Suite = { name: 'sha256-p256', hash: sha256 };

export const SM3_SUITE: Suite = { name: 'sm3-sm2', hash: sm3 };

export const ALL_SUITES: Suites = { 'sha256-p256': SHA_SUITE, 'sm3-sm2': SM3_SUITE };
