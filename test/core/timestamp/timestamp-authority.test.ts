import 'reflect-metadata';
import assert from 'node:assert/strict';
import * as x509 from '@peculiar/x509';
import type { TimestampAuthority, TimestampFault } from '@chopmark/core/timestamps';
import { Alpha } from '../../support/tsa/alpha.js';
import { TsaAuthority } from '../../support/tsa/authority.js';

describe('a revoked stamper', () => {
  const alpha = Alpha.ofSuite();
  const { judge, stamp } = alpha;

  const listed = async (at: string, reason?: x509.X509CrlReason): Promise<TimestampAuthority[]> => {
    const entry = {
      certificate: alpha.stamper.certificate,
      at: new Date(at),
      ...(reason === undefined ? {} : { reason }),
    };
    return [alpha.authority.profile({ revocationLists: [await alpha.authority.revocationList([entry])] })];
  };
  const { keyCompromise, superseded } = x509.X509CrlReason;
  const cases: [string, string, x509.X509CrlReason | undefined, string | undefined, boolean][] = [
    ['counts no more, without a reason', '2027-01-01T00:00:00Z', undefined, undefined, false],
    ['counts no more, its key lost later', '2027-01-01T00:00:00Z', keyCompromise, undefined, false],
    ['counts when it was only replaced later', '2027-01-01T00:00:00Z', superseded, undefined, true],
    ['counts no more when it had been replaced before', '2026-11-01T00:00:00Z', superseded, undefined, false],
    [
      'counts when a later token came before the loss',
      '2027-01-01T00:00:00Z',
      keyCompromise,
      '2026-12-31T00:00:00Z',
      true,
    ],
    [
      'counts no more when the later token came after the loss',
      '2027-01-01T00:00:00Z',
      keyCompromise,
      '2027-01-01T00:00:00Z',
      false,
    ],
  ];
  for (const [what, at, reason, covered, counts] of cases) {
    it(what, async () => {
      const coveredAt = covered === undefined ? undefined : Date.parse(covered);

      const answer = judge(stamp(), await listed(at, reason), { coveredAt });

      if (counts) assert.equal((await answer).authority, 'Alpha');
      else await assert.rejects(answer, { code: 'TIMESTAMP_AUTHORITY_REVOKED' });
    });
  }
});

describe('an authority of the profile', () => {
  const alpha = Alpha.ofSuite();
  const { refuses, stamp } = alpha;

  const unusable: [string, () => Promise<Partial<TimestampAuthority>>, TimestampFault][] = [
    ['that is no certificate', () => Promise.resolve({ roots: ['hello'] }), 'AUTHORITY_UNREADABLE'],
    [
      'that is no authority',
      () => Promise.resolve({ roots: [new x509.X509Certificate(alpha.stamper.certificate).toString('pem')] }),
      'AUTHORITY_UNREADABLE',
    ],
    [
      'with a revocation list of somebody else',
      async () => ({ revocationLists: [await (await TsaAuthority.create('Alpha')).revocationList([])] }),
      'AUTHORITY_REVOCATION_LIST_INVALID',
    ],
    [
      'with a revocation list that is none',
      () => Promise.resolve({ revocationLists: [alpha.authority.pem] }),
      'AUTHORITY_REVOCATION_LIST_INVALID',
    ],
  ];
  for (const [what, more, code] of unusable) {
    it(`${what} makes the profile unusable`, async () =>
      refuses(code, stamp(), [alpha.authority.profile(await more())]));
  }
});
