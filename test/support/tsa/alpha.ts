/**
 * One authority that a test believes, tokens of it, and what the judge says of them.
 *
 * @module
 */
import assert from 'node:assert/strict';
import {
  type TimestampAuthority,
  type TimestampExpectations,
  type TimestampFault,
  type VerifiedTimestamp,
  verifyTimestamp,
} from '@chopmark/core/timestamps';
import { TsaAuthority } from './authority.js';
import type { Stamper, TokenOptions, TokenPart } from './stamper.js';

export const MESSAGE = Buffer.from('what was stamped');
export const GEN_TIME = new Date('2026-11-20T08:00:00.250Z');

export class Alpha {
  authority!: TsaAuthority;
  stamper!: Stamper;

  /** For the suite that calls it: made once. */
  static ofSuite(): Alpha {
    const alpha = new Alpha();
    before(async () => {
      alpha.authority = await TsaAuthority.create('Alpha');
      alpha.stamper = await alpha.authority.stamper();
    });
    return alpha;
  }

  /** A token over the message. */
  readonly stamp = (by: Stamper = this.stamper, options: TokenOptions = {}): Buffer =>
    by.token(MESSAGE, { genTime: GEN_TIME, ...options });

  readonly judge = (
    token: Uint8Array,
    authorities: readonly TimestampAuthority[] = [this.authority.profile()],
    expected: TimestampExpectations = {},
  ): Promise<VerifiedTimestamp> => verifyTimestamp(token, MESSAGE, authorities, { crypto, ...expected });

  readonly refuses = async (
    code: TimestampFault,
    token: Uint8Array,
    authorities?: TimestampAuthority[],
  ): Promise<void> => {
    await assert.rejects(this.judge(token, authorities), { name: 'TimestampError', code });
  };
}

/** Bends one part of a token before it is signed, or wrapped. */
export const bending = (part: TokenPart, bend: (der: Buffer) => Buffer): TokenOptions => ({
  bend: (at, der) => (at === part ? bend(der) : der),
});
