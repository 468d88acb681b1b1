import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TimestampError, verifyTimestamp } from '@chopmark/core/timestamps';
import { assertStrictDer } from '../../../core/dist/timestamp/strict-der.js';
import { TsaAuthority } from '../../support/tsa/authority.js';
import { element, integer, oid, sequence } from '../../support/tsa/der.js';
import type { Stamper } from '../../support/tsa/stamper.js';

const MESSAGE = Buffer.from('what was stamped');
const GEN_TIME = new Date('2026-11-20T08:00:00Z');

let alpha: TsaAuthority;
let stamper: Stamper;
let token: Buffer;
before(async () => {
  alpha = await TsaAuthority.create('Alpha');
  stamper = await alpha.stamper();
  token = stamper.token(MESSAGE, { genTime: GEN_TIME, accuracy: { seconds: 1 }, nonce: Buffer.of(0x41) });
});

/** @returns The code of the refusal; undefined when the token is believed. Any other error fails the test. */
async function codeOf(bytes: Uint8Array): Promise<string | undefined> {
  try {
    await verifyTimestamp(bytes, MESSAGE, [alpha.profile()], { crypto });
    return undefined;
  } catch (error) {
    if (!(error instanceof TimestampError)) throw error;
    return error.code;
  }
}

describe('a token by a stranger', () => {
  it('is believed as it is', async () => {
    assert.equal(await codeOf(token), undefined);
  });

  it('is refused whatever byte is changed', async () => {
    const seen = new Set<string>();
    for (let at = 0; at < token.length; at += 1) {
      const bent = Buffer.from(token);
      bent[at] = (bent[at] ?? 0) ^ (1 << (at % 8));

      const code = await codeOf(bent);

      assert.ok(code, `byte ${at} of ${token.length}`);
      seen.add(code);
    }
    assert.ok(seen.size >= 5, `refused for one reason only: ${[...seen].join()}`);
  });

  it('is refused wherever it is cut off, and with anything behind it', async () => {
    for (let length = 0; length < token.length; length += 7) {
      assert.equal(await codeOf(token.subarray(0, length)), 'TIMESTAMP_MALFORMED');
    }
    assert.equal(await codeOf(Buffer.concat([token, token])), 'TIMESTAMP_MALFORMED');
  });

  it('is refused as noise of any kind', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (noise) => {
        assert.ok(await codeOf(noise));
        assert.ok(await codeOf(element(0x30, noise)));
        assert.ok(await codeOf(sequence(oid('1.2.840.113549.1.7.2'), element(0xa0, element(0x30, noise)))));
      }),
      { numRuns: 200 },
    ));

  it('is refused when parts of it are exchanged for others', () =>
    fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 100_000 }),
        fc.nat({ max: 100_000 }),
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        async (from, length, by) => {
          const start = from % token.length;
          const bent = Buffer.concat([
            token.subarray(0, start),
            by,
            token.subarray(Math.min(token.length, start + (length % 60))),
          ]);

          if (!bent.equals(token)) assert.ok(await codeOf(bent));
        },
      ),
      { numRuns: 300 },
    ));

  it('gets no work out of a search among certificates that all fit one another', async () => {
    const issuers = await Promise.all(Array.from({ length: 7 }, () => TsaAuthority.create('Same')));
    const below = await issuers[0]!.stamper();
    const certificates = [below.certificate, ...issuers.map(({ der }) => der)];

    assert.equal(
      await codeOf(below.token(MESSAGE, { genTime: GEN_TIME, certificates })),
      'TIMESTAMP_AUTHORITY_UNKNOWN',
    );
  });
});

describe('assertStrictDer', () => {
  const nested = (depth: number): Buffer => (depth === 0 ? integer(1) : sequence(nested(depth - 1)));
  const refused: [string, Buffer][] = [
    ['nesting beyond any certificate', nested(30)],
    ['more elements than any token', sequence(...Array.from({ length: 5_000 }, () => integer(1)))],
    ['nothing', Buffer.alloc(0)],
    ['two values', Buffer.concat([integer(1), integer(1)])],
    ['an indefinite length', Buffer.from('30800201010000', 'hex')],
    ['a length that is not minimal', Buffer.from('30810302010100', 'hex')],
    ['a long tag', Buffer.from('1f8101020101', 'hex')],
    ['a number that is not minimal', Buffer.from('02020001', 'hex')],
    ['a truth that is neither', Buffer.from('010101', 'hex')],
    ['a text in pieces', Buffer.from('2403040101', 'hex')],
    ['a sequence that is no container', Buffer.from('1000', 'hex')],
    ['an end of contents', Buffer.from('0000', 'hex')],
    ['a NULL that holds something', Buffer.from('050100', 'hex')],
    ['an identifier that is cut off', Buffer.from('060180', 'hex')],
    ['an identifier that is not minimal', Buffer.from('06032a8001', 'hex')],
    ['bits beyond the last', Buffer.from('03020701', 'hex')],
    ['bits of nothing', Buffer.from('030107', 'hex')],
  ];
  for (const [what, bytes] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => {
          assertStrictDer(bytes);
        },
        { name: 'CertificateError' },
      );
    });
  }

  it('takes what is in order', () => {
    for (const bytes of [
      nested(20),
      token,
      stamper.certificate,
      Buffer.from('0303078080', 'hex').subarray(0, 5),
    ]) {
      assertStrictDer(bytes);
    }
  });
});
