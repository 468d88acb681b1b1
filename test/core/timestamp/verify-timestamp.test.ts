import assert from 'node:assert/strict';
import { createTimestamps } from '@chopmark/core/timestamps';
import { Alpha, GEN_TIME, MESSAGE } from '../../support/tsa/alpha.js';
import { TsaAuthority } from '../../support/tsa/authority.js';
import { POLICY, type Stamper, type TokenOptions } from '../../support/tsa/stamper.js';

describe('verifyTimestamp', () => {
  const alpha = Alpha.ofSuite();
  const { judge, refuses, stamp } = alpha;

  it('tells when, by whom and until when it can be believed', async () => {
    const short = await alpha.authority.stamper({ notAfter: new Date('2028-01-01T00:00:00Z') });
    const token = stamp(short, { accuracy: { seconds: 1, millis: 5, micros: 3 }, nonce: Buffer.of(0x41, 7) });

    const stamped = await judge(token, undefined, { nonce: '4107', policy: POLICY });

    assert.equal(stamped.authority, 'Alpha');
    assert.equal(stamped.genTime, GEN_TIME.getTime());
    assert.equal(stamped.accuracyMs, 1006, 'microseconds are rounded up');
    assert.equal(stamped.hash, 'SHA-256');
    assert.equal(stamped.policy, POLICY);
    assert.equal(stamped.validUntil, Date.parse('2028-01-01T00:00:00Z'));
    assert.deepEqual(
      stamped.chain.map(({ name, algorithm }) => [name, algorithm]),
      [
        ['Stamper of Alpha', 'ECDSA P-256 SHA-256'],
        ['Alpha', 'ECDSA P-256 SHA-256'],
      ],
    );
  });

  const accepted: [string, TokenOptions][] = [
    ['P-256', { digest: 'sha512' }],
    ['P-384', {}],
    ['P-521', { hash: 'sha384' }],
    ['RSA', {}],
    ['RSA', { rsa: 'withHash', hash: 'sha512', digest: 'sha384' }],
    ['RSA', { pss: true }],
    ['RSA', { pss: true, digest: 'sha512' }],
  ];
  it('believes ECDSA, RSA PKCS#1 v1.5 and PSS with SHA-2', async () => {
    const stampers = new Map<string, Stamper>();
    for (const [key, options] of accepted) {
      const one = stampers.get(key) ?? (await alpha.authority.stamper({ key: key as 'RSA' }));
      stampers.set(key, one);

      const { authority } = await judge(stamp(one, options));

      assert.equal(authority, 'Alpha', `${key} ${JSON.stringify(options)}`);
    }
  });

  it('follows an intermediate that comes with the token, and one of the profile', async () => {
    const middle = await TsaAuthority.create('Middle', { issuer: alpha.authority, key: 'P-384' });
    const below = await middle.stamper();

    const { chain } = await judge(stamp(below), [alpha.authority.profile()]);

    assert.deepEqual(
      chain.map(({ name }) => name),
      ['Stamper of Middle', 'Middle', 'Alpha'],
    );
    const alone = stamp(below, { certificates: [below.certificate] });
    await refuses('TIMESTAMP_AUTHORITY_UNKNOWN', alone);
    assert.equal((await judge(alone, [middle.profile()])).authority, 'Alpha');
  });

  it('refuses a token over something else', async () => {
    const other = alpha.stamper.token(Buffer.from('something else'), { genTime: GEN_TIME });

    await refuses('TIMESTAMP_IMPRINT_MISMATCH', other);
  });

  it('refuses the answer to another question', async () => {
    const token = stamp(alpha.stamper, { nonce: Buffer.of(0x41, 7) });

    await assert.rejects(judge(token, undefined, { nonce: '4108' }), { code: 'TIMESTAMP_NONCE_MISMATCH' });
    await assert.rejects(judge(stamp(), undefined, { nonce: '4107' }), {
      code: 'TIMESTAMP_NONCE_MISMATCH',
    });
    await assert.rejects(judge(token, undefined, { policy: '1.2.3' }), {
      code: 'TIMESTAMP_POLICY_MISMATCH',
    });
  });
});

describe('createTimestamps', () => {
  const alpha = Alpha.ofSuite();
  const { stamp } = alpha;

  it('answers instead of throwing, and asks for the message only when the signer is known', async () => {
    const timestamps = createTimestamps(crypto);
    const asked: string[] = [];
    const message = (): Uint8Array => {
      asked.push('message');
      return MESSAGE;
    };

    const known = await timestamps.verify(stamp(), message, [alpha.authority.profile()]);
    const unknown = await timestamps.verify(stamp(), message, []);
    const junk = await timestamps.verify(Buffer.from('hello'), message, [alpha.authority.profile()]);

    assert.ok(known.verified && known.stamp.authority === 'Alpha');
    assert.equal(!unknown.verified && unknown.code, 'TIMESTAMP_AUTHORITY_UNKNOWN');
    assert.equal(!junk.verified && junk.code, 'TIMESTAMP_MALFORMED');
    assert.deepEqual(asked, ['message']);
  });
});
