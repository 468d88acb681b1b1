import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  concatBytes,
  equalBytes,
  fromBase64,
  fromBase64Url,
  fromHex,
  fromPointer,
  toBase64,
  toBase64Url,
  toHex,
  toPointer,
  uint64Bytes,
} from '@chopmark/core';
import { unicodeText } from '../support/json-arbitrary.js';

const bytes = fc.uint8Array({ maxLength: 40 });

describe('toHex, toBase64, toBase64Url', () => {
  const pairs = [
    ['hex', toHex, fromHex],
    ['base64', toBase64, fromBase64],
    ['base64url', toBase64Url, fromBase64Url],
  ] as const;
  for (const [encoding, to, from] of pairs) {
    it(`writes ${encoding} as Node does and reads it back`, () => {
      fc.assert(
        fc.property(bytes, (value) => {
          const text = to(value);

          assert.equal(text, Buffer.from(value).toString(encoding));
          assert.deepEqual(from(text), value);
        }),
      );
    });
  }
});

describe('fromHex', () => {
  it('refuses upper case, odd lengths and other characters', () => {
    for (const text of ['AB', 'abc', '0x', ' 00', 'g0', '０0', '0']) {
      assert.throws(() => fromHex(text), { code: 'MALFORMED_HEX' }, text);
    }
  });
});

describe('fromBase64', () => {
  it('refuses every text but the canonical one', () => {
    const cases = [
      'QQ',
      'QQ=',
      'QR==',
      'QUJD=',
      'QUI',
      'QUJ=',
      'Q===',
      '====',
      'QU JD',
      'QUJD\n',
      '-_-_',
      'QQ==QQ==',
      'é===',
    ];
    for (const text of cases) assert.throws(() => fromBase64(text), { code: 'MALFORMED_BASE64' }, text);
  });

  it('has one text for each byte string', () => {
    const text = fc.string({
      unit: fc.constantFrom('A', 'Q', 'g', 'w', '+', '/', '=', '0', '9'),
      maxLength: 8,
    });
    fc.assert(
      fc.property(text, (value) => {
        try {
          assert.equal(toBase64(fromBase64(value)), value);
        } catch (error) {
          assert.equal((error as { code?: string }).code, 'MALFORMED_BASE64');
        }
      }),
    );
  });
});

describe('fromBase64Url', () => {
  it('refuses padding, unused bits and the other alphabet', () => {
    for (const text of ['QQ==', 'QR', 'QUJ', 'A', '+/+/', 'QUJD ']) {
      assert.throws(() => fromBase64Url(text), { code: 'MALFORMED_BASE64' }, text);
    }
  });
});

describe('toPointer', () => {
  it('is read back by fromPointer', () => {
    fc.assert(
      fc.property(fc.array(unicodeText, { maxLength: 5 }), (tokens) =>
        assert.deepEqual(fromPointer(toPointer(tokens)), tokens),
      ),
    );
  });

  it('is refused with a stray tilde or without the slash', () => {
    for (const text of ['a', '/~', '/~2', '/a~', '#/a']) assert.equal(fromPointer(text), undefined, text);
    assert.deepEqual(fromPointer(''), []);
    assert.deepEqual(fromPointer('/~01'), ['~1']);
  });
});

describe('uint64Bytes', () => {
  it('writes what Node writes', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        const expected = Buffer.alloc(8);
        expected.writeBigUInt64BE(BigInt(value));

        assert.equal(toHex(uint64Bytes(value)), expected.toString('hex'));
      }),
    );
  });

  it('refuses what is no safe whole number', () => {
    for (const value of [-1, 0.5, 2 ** 53, Number.NaN]) assert.throws(() => uint64Bytes(value), RangeError);
  });
});

describe('concatBytes and equalBytes', () => {
  it('join and compare as Node does', () => {
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 4 }), bytes, (parts, other) => {
        const joined = concatBytes(...parts);

        assert.equal(toHex(joined), Buffer.concat(parts).toString('hex'));
        assert.equal(equalBytes(joined, other), Buffer.compare(joined, other) === 0);
        assert.ok(equalBytes(joined, Uint8Array.from(joined)));
      }),
    );
  });
});
