import 'reflect-metadata';
import { createHash } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { Alpha, bending } from '../../support/tsa/alpha.js';
import { TIMESTAMPING, TsaAuthority } from '../../support/tsa/authority.js';
import { element, integer, octets, sequence } from '../../support/tsa/der.js';
import type { TokenOptions } from '../../support/tsa/stamper.js';

describe('the signer of a token is refused:', () => {
  const alpha = Alpha.ofSuite();
  const { refuses, stamp } = alpha;

  it('an authority of the same name that the profile does not hold', async () => {
    const namesake = await TsaAuthority.create('Alpha');

    await refuses('TIMESTAMP_AUTHORITY_UNKNOWN', stamp(await namesake.stamper()));
    await refuses('TIMESTAMP_AUTHORITY_UNKNOWN', stamp(), []);
  });

  const purposes: [string, Parameters<TsaAuthority['stamper']>[0]][] = [
    ['a certificate without a purpose', { purposes: [] }],
    ['one for something else', { purposes: ['1.3.6.1.5.5.7.3.3'] }],
    ['one for more than timestamps', { purposes: [TIMESTAMPING, '1.3.6.1.5.5.7.3.3'] }],
    ['one for any purpose', { purposes: ['2.5.29.37.0'] }],
    ['a purpose that may be overlooked', { purposeIsCritical: false }],
    ['an authority of certificates that stamps', { isAuthority: true }],
    [
      'a key that may not sign',
      { extensions: [new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyEncipherment, true)] },
    ],
  ];
  for (const [what, options] of purposes) {
    it(what, async () => refuses('TIMESTAMP_PURPOSE_WRONG', stamp(await alpha.authority.stamper(options))));
  }

  it('a certificate with a critical extension that it does not understand', async () => {
    const odd = await alpha.authority.stamper({
      extensions: [new x509.Extension('1.2.3.4', true, Buffer.of(5, 0))],
    });

    await refuses('TIMESTAMP_SIGNER_UNBOUND', stamp(odd));
  });

  it('a time at which a certificate of the chain was not valid', async () => {
    const early = await alpha.authority.stamper({ notAfter: new Date('2026-11-20T08:00:00Z') });
    const late = await alpha.authority.stamper({ notBefore: new Date('2026-11-20T08:00:01Z') });
    const ended = await TsaAuthority.create('Ended', { notAfter: new Date('2026-06-01T00:00:00Z') });

    await refuses('TIMESTAMP_CERTIFICATE_OUTDATED', stamp(early));
    await refuses('TIMESTAMP_CERTIFICATE_OUTDATED', stamp(late));
    await refuses('TIMESTAMP_CERTIFICATE_OUTDATED', stamp(await ended.stamper()), [ended.profile()]);
  });

  it('an intermediate whose purposes leave out timestamps', async () => {
    const purpose = new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.3'], false);
    const middle = await TsaAuthority.create('Middle', { issuer: alpha.authority, extensions: [purpose] });

    await refuses('TIMESTAMP_AUTHORITY_UNKNOWN', stamp(await middle.stamper()));
  });

  const algorithms: [string, 'RSA-1024' | 'P-256', TokenOptions][] = [
    ['SHA-1 as imprint', 'P-256', { hash: 'sha1' }],
    ['SHA-1 under the signature', 'P-256', { digest: 'sha1' }],
    ['an RSA key of 1,024 bits', 'RSA-1024', {}],
  ];
  for (const [what, key, options] of algorithms) {
    it(what, async () =>
      refuses('TIMESTAMP_ALGORITHM_REFUSED', stamp(await alpha.authority.stamper({ key }), options)),
    );
  }

  it('a signature by another key than that of the certificate', async () => {
    const other = await alpha.authority.stamper();
    const swapped = stamp(alpha.stamper, { certificates: [other.certificate] });

    await refuses('TIMESTAMP_SIGNER_UNBOUND', swapped);
  });

  it('a certificate of the same key and name that the signature does not name', async () => {
    // The same issuer, serial and key, issued again: only its hash tells it from the signer's.
    const again = Buffer.from(alpha.stamper.certificate);
    again[again.length - 1] = (again[again.length - 1] ?? 0) ^ 1;

    await refuses('TIMESTAMP_SIGNER_UNBOUND', stamp(alpha.stamper, { certificates: [again] }));
  });

  it('an issuer and serial beside the hash that are another’s', async () => {
    const hash = octets(createHash('sha256').update(alpha.stamper.certificate).digest());
    const named = sequence(
      sequence(sequence(hash, sequence(sequence(element(0xa4, sequence())), integer(1)))),
    );

    await refuses(
      'TIMESTAMP_SIGNER_UNBOUND',
      stamp(
        alpha.stamper,
        bending('SigningCertificateV2', () => named),
      ),
    );
  });
});
