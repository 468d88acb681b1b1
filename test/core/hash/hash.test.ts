import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { hexHashOf, hmac, parseHexHash, requireSuite, toHex, type Suites } from '@chopmark/core';
import { ALL_SUITES, SHA_SUITE, sha256, sm3 } from '../support/hashes.js';
import { hex, readVectors } from '../support/vectors.js';

const VECTORS = readVectors<{
  cases: { text?: string; hex?: string; unit?: string; count?: number; sm3: string }[];
}>('sm3');

describe('the test hash sm3', () => {
  it('gives the values of GB/T 32905', () => {
    assert.ok(VECTORS.cases.length > 10);
    for (const { hex: bytes, unit = '', count = 0, sm3: expected } of VECTORS.cases) {
      assert.equal(toHex(sm3(hex(bytes ?? unit.repeat(count)))), expected);
    }
  });
});

describe('hmac', () => {
  for (const [name, hash] of [
    ['sha256', sha256],
    ['sm3', sm3],
  ] as const) {
    it(`is HMAC-${name} for keys of any length`, () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 130 }), fc.uint8Array({ maxLength: 200 }), (key, message) => {
          const expected = createHmac(name, key).update(message).digest('hex');

          assert.equal(toHex(hmac(hash, key, message)), expected);
        }),
      );
    });
  }

  it('leaves key and message as they are', () => {
    const key = new Uint8Array([1, 2, 3]);

    hmac(sha256, key, key);

    assert.deepEqual(key, new Uint8Array([1, 2, 3]));
  });
});

describe('requireSuite', () => {
  it('gives the suite at hand', () => {
    assert.equal(requireSuite(ALL_SUITES, 'sha256-p256'), SHA_SUITE);
  });

  it('refuses names it does not know and suites that are not at hand', () => {
    const only: Suites = { 'sha256-p256': SHA_SUITE };
    for (const name of ['sm3-sm2', 'sha256', '', '__proto__', 'constructor']) {
      assert.throws(() => requireSuite(only, name), { code: 'UNKNOWN_SUITE' }, name);
    }
  });
});

describe('parseHexHash', () => {
  it('takes 64 lower-case hexadecimal characters and nothing else', () => {
    const good = 'a0'.repeat(32);

    assert.equal(parseHexHash(good), good);
    for (const value of [good.toUpperCase(), good.slice(1), `${good}0`, `${good}\n`, 7, null, undefined]) {
      assert.throws(() => parseHexHash(value, '/here'), { code: 'MALFORMED_HASH', pointer: '/here' });
    }
    assert.throws(() => hexHashOf(new Uint8Array(31)), { code: 'MALFORMED_HASH' });
  });
});
