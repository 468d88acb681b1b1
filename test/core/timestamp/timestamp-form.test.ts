import assert from 'node:assert/strict';
import type { TimestampFault } from '@chopmark/core/timestamps';
import { Alpha, bending } from '../../support/tsa/alpha.js';
import { element, integer, nodesOf, octets, oid, sequence, set } from '../../support/tsa/der.js';
import { POLICY, type TokenPart } from '../../support/tsa/stamper.js';

describe('the form of a token', () => {
  const alpha = Alpha.ofSuite();
  const { judge, refuses, stamp } = alpha;

  it('reads the time to its last digit, and rounds it up', async () => {
    for (const [written, expected] of [
      ['20261120080000Z', '2026-11-20T08:00:00.000Z'],
      ['20261120080000.1Z', '2026-11-20T08:00:00.100Z'],
      ['20261120080000.123456Z', '2026-11-20T08:00:00.124Z'],
    ] as const) {
      const { genTime } = await judge(stamp(alpha.stamper, bending('TSTInfo', withTime(written))));

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
      refuses('TIMESTAMP_MALFORMED', stamp(alpha.stamper, bending('TSTInfo', withTime(written)))));
  }

  describe('refuses', () => {
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
      it(what, () => refuses(code, stamp(alpha.stamper, bending(part, bend))));
    }

    it('a content that was exchanged after signing', async () => {
      const token = stamp();
      const other = stamp(alpha.stamper, { policy: '1.3.6.1.4.1.55555.2' });
      const policy = token.indexOf(oid(POLICY));

      token[policy + oid(POLICY).length - 1] = 2;

      assert.equal((await judge(other)).policy, '1.3.6.1.4.1.55555.2');
      await refuses('TIMESTAMP_SIGNATURE_INVALID', token);
    });

    it('more than a token can be', async () => {
      await refuses('TIMESTAMP_MALFORMED', Buffer.alloc(65_537, 0x30));
      const many = Array.from({ length: 9 }, () => alpha.stamper.certificate);

      await refuses('TIMESTAMP_MALFORMED', stamp(alpha.stamper, { certificates: many }));
    });
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
