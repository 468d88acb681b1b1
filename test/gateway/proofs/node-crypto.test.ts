import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';

import { sha256, verifyCrypto } from '../../../gateway/dist/proofs/node-crypto.js';
import { fieldsAgree } from '../../../gateway/dist/proofs/three-fields.js';

describe('verifyCrypto', () => {
  const message = Buffer.from('message');
  const keysOf = (namedCurve: string) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
    return {
      spki: publicKey.export({ type: 'spki', format: 'der' }),
      signature: sign('sha256', message, privateKey),
    };
  };

  it('verifies P-256 over SHA-256', async () => {
    const { spki, signature } = keysOf('prime256v1');
    assert.equal(await verifyCrypto.verifyP256(spki, message, signature), true);
    assert.equal(await verifyCrypto.verifyP256(spki, Buffer.from('other'), signature), false);
    assert.equal(await verifyCrypto.verifyP256(keysOf('prime256v1').spki, message, signature), false);
  });

  it('takes nothing else for a proof, and throws for nothing', async () => {
    const { spki, signature } = keysOf('secp384r1');
    const offCurve = Buffer.from(keysOf('prime256v1').spki);
    offCurve[offCurve.length - 1]! ^= 1;
    const good = keysOf('prime256v1');
    const cases: [Uint8Array, Uint8Array][] = [
      [spki, signature],
      [offCurve, good.signature],
      [Buffer.alloc(0), good.signature],
      [good.spki, Buffer.alloc(0)],
      [good.spki, Buffer.from('00', 'hex')],
    ];
    for (const [key, bytes] of cases) assert.equal(await verifyCrypto.verifyP256(key, message, bytes), false);
  });

  it('hashes as the standard does', () => {
    assert.equal(
      sha256(Buffer.from('abc')).toString('hex'),
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    assert.deepEqual(
      sha256(Buffer.from('xabcx').subarray(1, 4)),
      sha256(Buffer.from('abc')),
      'of a part of a buffer, too',
    );
  });
});

describe('fieldsAgree', () => {
  const stored = { issuedOn: '2026-11-20', totalGross: '113.00' };
  it('agrees only when both do', () => {
    assert.equal(fieldsAgree(stored, { ...stored }), true);
    assert.equal(fieldsAgree(stored, { ...stored, issuedOn: '2026-11-21' }), false);
    assert.equal(fieldsAgree(stored, { ...stored, totalGross: '113.01' }), false);
    assert.equal(
      fieldsAgree({ issuedOn: 'a', totalGross: 'b,c' }, { issuedOn: 'a,b', totalGross: 'c' }),
      false,
    );
  });
});
