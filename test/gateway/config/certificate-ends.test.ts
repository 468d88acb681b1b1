import assert from 'node:assert/strict';
import { certificateEnds, expiryWarnings } from '../../../gateway/dist/config/certificate-ends.js';
import { TestAuthority } from '../../support/test-authority.js';

const NOW = new Date('2026-11-22T00:00:00Z');
const DAY_MS = 86_400_000;
const inDays = (days: number): Date => new Date(NOW.getTime() + days * DAY_MS);

describe('certificateEnds', () => {
  it('reads the gateway’s own, and of several roots the first to end', async () => {
    const authority = await TestAuthority.create('TaxMSP');
    const soon = await authority.issue('client', { notAfter: inDays(20) });
    const late = await authority.issue('client', { notAfter: inDays(900) });
    const ends = certificateEnds({
      certificatePem: Buffer.from(late.certificatePem),
      tlsRootsPem: Buffer.from(`${late.certificatePem}\n# a word\n${soon.certificatePem}`),
    });

    assert.deepEqual(ends, [
      { name: 'gateway', at: inDays(900) },
      { name: 'tlsRoots', at: inDays(20) },
    ]);
    assert.deepEqual(expiryWarnings(ends, NOW), [
      'CHOPMARK_CONNECTION: the certificate tlsRoots ends on 2026-12-12, in 20 days',
    ]);
  });

  it('has no end for what is no certificate', () => {
    const nothing = Buffer.from('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');

    assert.deepEqual(certificateEnds({ certificatePem: Buffer.from('PEM'), tlsRootsPem: nothing }), []);
  });
});

describe('expiryWarnings', () => {
  for (const [days, words] of [
    [60, undefined],
    [59, 'ends on 2027-01-20, in 59 days'],
    [0, 'ends on 2026-11-22, in 0 days'],
    [-1, 'ended on 2026-11-21'],
  ] as const) {
    it(`says ${words ?? 'nothing'} of one that ends in ${days} days`, () => {
      assert.deepEqual(
        expiryWarnings([{ name: 'gateway', at: inDays(days) }], NOW),
        words === undefined ? [] : [`CHOPMARK_CONNECTION: the certificate gateway ${words}`],
      );
    });
  }
});
