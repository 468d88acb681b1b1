import assert from 'node:assert/strict';
import { createPrivateKey, verify } from 'node:crypto';
import { generateP256, signP256 } from '../../support/p256.js';
import { randomBytes, withSeed } from '../../support/randomness.js';
import { TestAuthority, signLowS } from '../../support/test-authority.js';

const fromHex = (hex: string): string => Buffer.from(hex, 'hex').toString('base64url');

/** What makes frozen test data reproducible. */
describe('signP256', () => {
  it('gives the signatures of RFC 6979, appendix A.2.5', () => {
    const key = createPrivateKey({
      format: 'jwk',
      key: {
        kty: 'EC',
        crv: 'P-256',
        d: fromHex('c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721'),
        x: fromHex('60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6'),
        y: fromHex('7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299'),
      },
    });

    const { r, s } = signP256(key, Buffer.from('sample'));

    assert.equal(r, 0xefd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716n);
    assert.equal(s, 0xf7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8n);
  });
});

describe('withSeed', () => {
  it('makes the same keys and certificates of the same seed, and others of another', async () => {
    const make = async (): Promise<string> => (await TestAuthority.create('TaxMSP')).rootPem;

    const first = await withSeed('one', make);

    assert.equal(await withSeed('one', make), first);
    assert.notEqual(await withSeed('two', make), first);
    assert.notEqual(await make(), await make());
    assert.notDeepEqual(randomBytes(16), randomBytes(16));
  });

  it('makes keys that node:crypto verifies by', async () => {
    const { privateKey, certificate } = await (await TestAuthority.create('TaxMSP')).issue('peer');

    const signature = signLowS(privateKey, Buffer.from('x'));

    assert.ok(verify('sha256', Buffer.from('x'), certificate.publicKey.toString('pem'), signature));
    assert.equal((await generateP256()).privateKey.type, 'private');
  });
});
