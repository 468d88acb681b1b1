import 'reflect-metadata';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import {
  type TimestampAuthority,
  type TimestampExpectations,
  type TimestampFault,
  type VerifiedTimestamp,
  createTimestamps,
  verifyTimestamp,
} from '@chopmark/core/timestamps';
import { TIMESTAMPING, TsaAuthority } from '../../support/tsa/authority.js';
import { element, integer, nodesOf, octets, oid, sequence, set } from '../../support/tsa/der.js';
import { POLICY, type Stamper, type TokenOptions, type TokenPart } from '../../support/tsa/stamper.js';

const MESSAGE = Buffer.from('what was stamped');
const GEN_TIME = new Date('2026-11-20T08:00:00.250Z');

let alpha: TsaAuthority;
let stamper: Stamper;
before(async () => {
  alpha = await TsaAuthority.create('Alpha');
  stamper = await alpha.stamper();
});

const judge = (
  token: Uint8Array,
  authorities: readonly TimestampAuthority[] = [alpha.profile()],
  expected: TimestampExpectations = {},
): Promise<VerifiedTimestamp> => verifyTimestamp(token, MESSAGE, authorities, { crypto, ...expected });

const stamp = (by: Stamper = stamper, options: TokenOptions = {}): Buffer =>
  by.token(MESSAGE, { genTime: GEN_TIME, ...options });

const bending = (part: TokenPart, bend: (der: Buffer) => Buffer): TokenOptions => ({
  bend: (at, der) => (at === part ? bend(der) : der),
});

async function refuses(
  code: TimestampFault,
  token: Uint8Array,
  authorities?: TimestampAuthority[],
): Promise<void> {
  await assert.rejects(judge(token, authorities), { name: 'TimestampError', code });
}

describe('verifyTimestamp', () => {
  it('tells when, by whom and until when it can be believed', async () => {
    const short = await alpha.stamper({ notAfter: new Date('2028-01-01T00:00:00Z') });
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
      const one = stampers.get(key) ?? (await alpha.stamper({ key: key as 'RSA' }));
      stampers.set(key, one);

      const { authority } = await judge(stamp(one, options));

      assert.equal(authority, 'Alpha', `${key} ${JSON.stringify(options)}`);
    }
  });

  it('follows an intermediate that comes with the token, and one of the profile', async () => {
    const middle = await TsaAuthority.create('Middle', { issuer: alpha, key: 'P-384' });
    const below = await middle.stamper();

    const { chain } = await judge(stamp(below), [alpha.profile()]);

    assert.deepEqual(
      chain.map(({ name }) => name),
      ['Stamper of Middle', 'Middle', 'Alpha'],
    );
    const alone = stamp(below, { certificates: [below.certificate] });
    await refuses('TIMESTAMP_AUTHORITY_UNKNOWN', alone);
    assert.equal((await judge(alone, [middle.profile()])).authority, 'Alpha');
  });

  it('reads the time to its last digit, and rounds it up', async () => {
    for (const [written, expected] of [
      ['20261120080000Z', '2026-11-20T08:00:00.000Z'],
      ['20261120080000.1Z', '2026-11-20T08:00:00.100Z'],
      ['20261120080000.123456Z', '2026-11-20T08:00:00.124Z'],
    ] as const) {
      const { genTime } = await judge(stamp(stamper, bending('TSTInfo', withTime(written))));

      assert.equal(new Date(genTime).toISOString(), expected);
    }
  });

  const bentTimes = [
    '20261120080000',
    '20261120080000.10Z',
    '20261120080000.Z',
    '202611200800Z',
    '20261320080000Z',
    '20261120080060Z',
    '20261120080000+0800',
    '20261120080000,5Z',
  ];
  for (const written of bentTimes) {
    it(`refuses the time ${written}`, () =>
      refuses('TIMESTAMP_MALFORMED', stamp(stamper, bending('TSTInfo', withTime(written)))));
  }

  describe('refuses', () => {
    it('a token over something else', async () => {
      const other = stamper.token(Buffer.from('something else'), { genTime: GEN_TIME });

      await refuses('TIMESTAMP_IMPRINT_MISMATCH', other);
    });

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
      it(what, async () => refuses('TIMESTAMP_PURPOSE_WRONG', stamp(await alpha.stamper(options))));
    }

    it('a certificate with a critical extension that it does not understand', async () => {
      const odd = await alpha.stamper({ extensions: [new x509.Extension('1.2.3.4', true, Buffer.of(5, 0))] });

      await refuses('TIMESTAMP_SIGNER_UNBOUND', stamp(odd));
    });

    it('a time at which a certificate of the chain was not valid', async () => {
      const early = await alpha.stamper({ notAfter: new Date('2026-11-20T08:00:00Z') });
      const late = await alpha.stamper({ notBefore: new Date('2026-11-20T08:00:01Z') });
      const ended = await TsaAuthority.create('Ended', { notAfter: new Date('2026-06-01T00:00:00Z') });

      await refuses('TIMESTAMP_CERTIFICATE_OUTDATED', stamp(early));
      await refuses('TIMESTAMP_CERTIFICATE_OUTDATED', stamp(late));
      await refuses('TIMESTAMP_CERTIFICATE_OUTDATED', stamp(await ended.stamper()), [ended.profile()]);
    });

    it('an intermediate whose purposes leave out timestamps', async () => {
      const purpose = new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.3'], false);
      const middle = await TsaAuthority.create('Middle', { issuer: alpha, extensions: [purpose] });

      await refuses('TIMESTAMP_AUTHORITY_UNKNOWN', stamp(await middle.stamper()));
    });

    const algorithms: [string, 'RSA-1024' | 'P-256', TokenOptions][] = [
      ['SHA-1 as imprint', 'P-256', { hash: 'sha1' }],
      ['SHA-1 under the signature', 'P-256', { digest: 'sha1' }],
      ['an RSA key of 1,024 bits', 'RSA-1024', {}],
    ];
    for (const [what, key, options] of algorithms) {
      it(what, async () =>
        refuses('TIMESTAMP_ALGORITHM_REFUSED', stamp(await alpha.stamper({ key }), options)),
      );
    }

    it('a signature by another key than that of the certificate', async () => {
      const other = await alpha.stamper();
      const swapped = stamp(stamper, { certificates: [other.certificate] });

      await refuses('TIMESTAMP_SIGNER_UNBOUND', swapped);
    });

    it('a certificate of the same key and name that the signature does not name', async () => {
      // The same issuer, serial and key, issued again: only its hash tells it from the signer's.
      const again = Buffer.from(stamper.certificate);
      again[again.length - 1] = (again[again.length - 1] ?? 0) ^ 1;

      await refuses('TIMESTAMP_SIGNER_UNBOUND', stamp(stamper, { certificates: [again] }));
    });

    it('an issuer and serial beside the hash that are another’s', async () => {
      const hash = octets(createHash('sha256').update(stamper.certificate).digest());
      const named = sequence(
        sequence(sequence(hash, sequence(sequence(element(0xa4, sequence())), integer(1)))),
      );

      await refuses(
        'TIMESTAMP_SIGNER_UNBOUND',
        stamp(
          stamper,
          bending('SigningCertificateV2', () => named),
        ),
      );
    });

    const forms: [string, TimestampFault, TokenPart, (der: Buffer) => Buffer][] = [
      ['two signers', 'TIMESTAMP_MALFORMED', 'signerInfos', (der) => widened(der, nodesOf(der)[0]!.content)],
      ['no signer', 'TIMESTAMP_MALFORMED', 'signerInfos', () => set()],
      [
        'unsigned attributes',
        'TIMESTAMP_MALFORMED',
        'SignerInfo',
        (der) => widened(der, element(0xa1, sequence())),
      ],
      [
        'a list of revocations',
        'TIMESTAMP_MALFORMED',
        'certificates',
        (der) => Buffer.concat([der, element(0xa1)]),
      ],
      ['something after the signers', 'TIMESTAMP_MALFORMED', 'SignedData', (der) => widened(der, integer(1))],
      ['another version', 'TIMESTAMP_MALFORMED', 'SignedData', (der) => patched(der, '020103', '020101')],
      [
        'something after the token',
        'TIMESTAMP_MALFORMED',
        'ContentInfo',
        (der) => Buffer.concat([der, Buffer.of(0)]),
      ],
      ['another content', 'TIMESTAMP_MALFORMED', 'ContentInfo', (der) => patched(der, '010702', '010701')],
      ['a token that is cut off', 'TIMESTAMP_MALFORMED', 'ContentInfo', (der) => der.subarray(0, -1)],
      ['an indefinite length', 'TIMESTAMP_MALFORMED', 'ContentInfo', indefinite],
      [
        'TSTInfo with something more',
        'TIMESTAMP_MALFORMED',
        'TSTInfo',
        (der) => widened(der, integer(1), integer(2)),
      ],
      [
        'a critical extension of TSTInfo',
        'TIMESTAMP_MALFORMED',
        'TSTInfo',
        (der) => widened(der, criticalExtension()),
      ],
      [
        'a default that is written out',
        'TIMESTAMP_MALFORMED',
        'TSTInfo',
        (der) => widened(der, Buffer.of(1, 1, 0)),
      ],
      [
        'attributes without the content’s hash',
        'TIMESTAMP_MALFORMED',
        'signedAttributes',
        (der) => without(der, '2a864886f70d010904'),
      ],
      [
        'attributes without the content’s kind',
        'TIMESTAMP_MALFORMED',
        'signedAttributes',
        (der) => without(der, '2a864886f70d010903'),
      ],
      [
        'attributes that name no certificate',
        'TIMESTAMP_SIGNER_UNBOUND',
        'signedAttributes',
        (der) => without(der, '2a864886f70d010910022f'),
      ],
      ['an attribute twice', 'TIMESTAMP_MALFORMED', 'signedAttributes', (der) => Buffer.concat([der, der])],
      [
        'an imprint of another length',
        'TIMESTAMP_IMPRINT_MISMATCH',
        'messageImprint',
        () => imprint(Buffer.alloc(31)),
      ],
    ];
    for (const [what, code, part, bend] of forms) {
      it(what, () => refuses(code, stamp(stamper, bending(part, bend))));
    }

    it('a content that was exchanged after signing', async () => {
      const token = stamp();
      const other = stamp(stamper, { policy: '1.3.6.1.4.1.55555.2' });
      const policy = token.indexOf(oid(POLICY));

      token[policy + oid(POLICY).length - 1] = 2;

      assert.equal((await judge(other)).policy, '1.3.6.1.4.1.55555.2');
      await refuses('TIMESTAMP_SIGNATURE_INVALID', token);
    });

    it('the answer to another question', async () => {
      const token = stamp(stamper, { nonce: Buffer.of(0x41, 7) });

      await assert.rejects(judge(token, undefined, { nonce: '4108' }), { code: 'TIMESTAMP_NONCE_MISMATCH' });
      await assert.rejects(judge(stamp(), undefined, { nonce: '4107' }), {
        code: 'TIMESTAMP_NONCE_MISMATCH',
      });
      await assert.rejects(judge(token, undefined, { policy: '1.2.3' }), {
        code: 'TIMESTAMP_POLICY_MISMATCH',
      });
    });

    it('more than a token can be', async () => {
      await refuses('TIMESTAMP_MALFORMED', Buffer.alloc(65_537, 0x30));
      const many = Array.from({ length: 9 }, () => stamper.certificate);

      await refuses('TIMESTAMP_MALFORMED', stamp(stamper, { certificates: many }));
    });
  });

  describe('a revoked stamper', () => {
    const listed = async (at: string, reason?: x509.X509CrlReason): Promise<TimestampAuthority[]> => {
      const entry = {
        certificate: stamper.certificate,
        at: new Date(at),
        ...(reason === undefined ? {} : { reason }),
      };
      return [alpha.profile({ revocationLists: [await alpha.revocationList([entry])] })];
    };
    const { keyCompromise, superseded } = x509.X509CrlReason;
    const cases: [string, string, x509.X509CrlReason | undefined, string | undefined, boolean][] = [
      ['counts no more, without a reason', '2027-01-01T00:00:00Z', undefined, undefined, false],
      ['counts no more, its key lost later', '2027-01-01T00:00:00Z', keyCompromise, undefined, false],
      ['counts when it was only replaced later', '2027-01-01T00:00:00Z', superseded, undefined, true],
      [
        'counts no more when it had been replaced before',
        '2026-11-01T00:00:00Z',
        superseded,
        undefined,
        false,
      ],
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
    const unusable: [string, () => Promise<Partial<TimestampAuthority>>, TimestampFault][] = [
      ['that is no certificate', () => Promise.resolve({ roots: ['hello'] }), 'AUTHORITY_UNREADABLE'],
      [
        'that is no authority',
        () => Promise.resolve({ roots: [new x509.X509Certificate(stamper.certificate).toString('pem')] }),
        'AUTHORITY_UNREADABLE',
      ],
      [
        'with a revocation list of somebody else',
        async () => ({ revocationLists: [await (await TsaAuthority.create('Alpha')).revocationList([])] }),
        'AUTHORITY_REVOCATION_LIST_INVALID',
      ],
      [
        'with a revocation list that is none',
        () => Promise.resolve({ revocationLists: [alpha.pem] }),
        'AUTHORITY_REVOCATION_LIST_INVALID',
      ],
    ];
    for (const [what, more, code] of unusable) {
      it(`${what} makes the profile unusable`, async () =>
        refuses(code, stamp(), [alpha.profile(await more())]));
    }
  });
});

describe('createTimestamps', () => {
  it('answers instead of throwing, and asks for the message only when the signer is known', async () => {
    const timestamps = createTimestamps(crypto);
    const asked: string[] = [];
    const message = (): Uint8Array => {
      asked.push('message');
      return MESSAGE;
    };

    const known = await timestamps.verify(stamp(), message, [alpha.profile()]);
    const unknown = await timestamps.verify(stamp(), message, []);
    const junk = await timestamps.verify(Buffer.from('hello'), message, [alpha.profile()]);

    assert.ok(known.verified && known.stamp.authority === 'Alpha');
    assert.equal(!unknown.verified && unknown.code, 'TIMESTAMP_AUTHORITY_UNKNOWN');
    assert.equal(!junk.verified && junk.code, 'TIMESTAMP_MALFORMED');
    assert.deepEqual(asked, ['message']);
  });
});

/** Puts parts at the end of a SEQUENCE. */
function widened(der: Buffer, ...parts: readonly Buffer[]): Buffer {
  const header = der.readUInt8(1) < 0x80 ? 2 : 2 + (der.readUInt8(1) & 0x7f);
  return element(der.readUInt8(0), der.subarray(header), ...parts);
}

function patched(der: Buffer, from: string, to: string): Buffer {
  const bent = Buffer.from(der);
  Buffer.from(to, 'hex').copy(bent, der.indexOf(Buffer.from(from, 'hex')));
  return bent;
}

function indefinite(der: Buffer): Buffer {
  const header = 2 + (der.readUInt8(1) & 0x7f);
  return Buffer.concat([Buffer.of(0x30, 0x80), der.subarray(header), Buffer.of(0, 0)]);
}

/** Takes the attribute away whose type this is. */
function without(attributes: Buffer, type: string): Buffer {
  const id = Buffer.from(type, 'hex');
  const at = attributes.indexOf(Buffer.concat([Buffer.of(6, id.length), id])) - 2;
  const start = attributes.readUInt8(at) === 0x30 ? at : at - 1;
  const first = attributes.readUInt8(start + 1);
  const length = first < 0x80 ? 2 + first : 3 + attributes.readUInt8(start + 2);
  return Buffer.concat([attributes.subarray(0, start), attributes.subarray(start + length)]);
}

function withTime(written: string): (der: Buffer) => Buffer {
  return (der) => {
    const at = der.indexOf(Buffer.of(0x18, 0x12)); // 20261120080000.25Z
    const header = der.readUInt8(1) < 0x80 ? 2 : 3;
    const time = element(0x18, Buffer.from(written));
    return sequence(der.subarray(header, at), time, der.subarray(at + 2 + 0x12));
  };
}

function criticalExtension(): Buffer {
  return element(0xa1, sequence(oid('1.2.3'), Buffer.of(1, 1, 0xff), octets(Buffer.of(5, 0))));
}

function imprint(value: Buffer): Buffer {
  return sequence(sequence(oid('2.16.840.1.101.3.4.2.1')), octets(value));
}
