import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { rawP256Signature } from '@chopmark/core/verify';
import { verifyP256 } from '../../../web/src/verify/plain-p256.js';

describe('verifyP256 in plain JavaScript', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const message = Buffer.from('验戳');
  const signed = (): Uint8Array =>
    rawP256Signature(
      sign('sha256', message, createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }))),
    );

  it('takes signatures with high and low S, as certificates have both', () => {
    // One of 32 signatures without either would be a coin falling on one side 32 times.
    for (let round = 0; round < 32; round += 1) assert.equal(verifyP256(spki, message, signed()), true);
  });

  it('refuses another message, another key, a changed signature', () => {
    const signature = signed();
    const other = createPublicKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);

    assert.equal(verifyP256(spki, Buffer.from('other'), signature), false);
    assert.equal(verifyP256(other.export({ format: 'der', type: 'spki' }), message, signature), false);
    for (let at = 0; at < signature.length; at += 1) {
      const bent = Uint8Array.from(signature);
      bent[at] = (bent[at] ?? 0) ^ 1;
      assert.equal(verifyP256(spki, message, bent), false, `byte ${at}`);
    }
  });

  it('refuses zeros and a point that is not on the curve', () => {
    const off = Uint8Array.from(spki);
    off[off.length - 1] = (off[off.length - 1] ?? 0) ^ 1;

    assert.equal(verifyP256(off, message, signed()), false);
    assert.equal(verifyP256(spki, message, new Uint8Array(64)), false);
  });
});
