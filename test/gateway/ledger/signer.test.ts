import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';

import fc from 'fast-check';

import { createSigner, toLowSDer } from '../../../gateway/dist/ledger/signer.js';

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const pemOf = (namedCurve: string): Buffer => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve });
  return Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' }));
};

/** r and s out of a DER signature, by the book. */
function parseDer(der: Uint8Array): [bigint, bigint] {
  assert.deepEqual([der[0], der[1]], [0x30, der.length - 2]);
  const numbers: bigint[] = [];
  for (let at = 2; at < der.length;) {
    assert.equal(der[at], 0x02);
    const length = der[at + 1] ?? 0;
    const content = der.subarray(at + 2, at + 2 + length);
    assert.ok((content[0] ?? 0) < 0x80, 'not negative');
    assert.ok(content.length === 1 || content[0] !== 0 || (content[1] ?? 0) >= 0x80, 'minimal');
    numbers.push(BigInt(`0x${Buffer.from(content).toString('hex')}`));
    at += 2 + length;
  }
  assert.equal(numbers.length, 2);
  return numbers as [bigint, bigint];
}

describe('createSigner', () => {
  it('signs messages verifiably, always with low S', () => {
    const pem = pemOf('prime256v1');
    const sign = createSigner(pem);
    const key = createPublicKey(pem);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (message) => {
        const signature = sign(message);
        assert.ok(verify('sha256', message, key, signature));
        assert.ok(parseDer(signature)[1] <= ORDER / 2n);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses a key of another curve', () => {
    assert.throws(() => createSigner(pemOf('secp384r1')));
  });

  it('writes each pair as minimal DER, S in its lower half', () => {
    const number = fc.bigInt({ min: 1n, max: ORDER - 1n });
    fc.assert(
      fc.property(number, number, (r, s) => {
        const raw = Buffer.from(r.toString(16).padStart(64, '0') + s.toString(16).padStart(64, '0'), 'hex');
        const [readR, readS] = parseDer(toLowSDer(raw));
        assert.equal(readR, r);
        assert.equal(readS, s > ORDER / 2n ? ORDER - s : s);
      }),
    );
  });
});
