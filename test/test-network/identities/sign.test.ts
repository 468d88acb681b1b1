import assert from 'node:assert/strict';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { hasLowS, parseSigningKey, signLowS } from '../../../test-network/dist/identities/sign.js';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

describe('signLowS', () => {
  it('signs every message with low S and minimal DER', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (message) => {
        const signature = signLowS(privateKey, message);

        assert.ok(verify('sha256', message, publicKey, signature));
        assert.ok(hasLowS(signature));
        assert.equal(signature[1], signature.length - 2);
      }),
      { numRuns: 300 },
    );
  });
});

describe('hasLowS', () => {
  it('tells the high twin from the low one', () => {
    const message = Buffer.from('twin');
    const seen = new Set<boolean>();
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const raw = sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' });
      assert.equal(hasLowS(raw), isLow(raw.subarray(32)));
      seen.add(hasLowS(raw));
    }
    assert.equal(seen.size, 2);
  });
});

describe('parseSigningKey', () => {
  it('refuses a key of another curve', () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey;

    assert.throws(() => parseSigningKey(other.export({ type: 'pkcs8', format: 'pem' }).toString()), /P-256/);
  });
});

/** Half of the order of P-256, as bytes. */
const HALF = Buffer.from('7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8', 'hex');

function isLow(s: Buffer): boolean {
  return Buffer.compare(s, HALF) <= 0;
}
