/**
 * Cryptography of core, by node:crypto: the suites for hashing documents, and what the verifier
 * needs besides.
 *
 * @module
 */
import { createPublicKey, hash, type KeyObject, verify, webcrypto } from 'node:crypto';

import type { Suites } from '@chopmark/core';
import type { Timestamps, VerifyCrypto } from '@chopmark/core/verify';

/** SHA-256 in one call: a third of the cost of a `Hash` object for inputs of a field's size. */
export const sha256 = (data: Uint8Array): Buffer => hash('sha256', data, 'buffer');

export const suites: Suites = { 'sha256-p256': { name: 'sha256-p256', hash: sha256 } };

function publicKeyOf(spkiDer: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.from(spkiDer), format: 'der', type: 'spki' });
}

export const verifyCrypto: VerifyCrypto = {
  suites,
  verifyP256: (spkiDer, message, signatureDer) => {
    try {
      const key = publicKeyOf(spkiDer);
      if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return Promise.resolve(false);
      return Promise.resolve(verify('sha256', message, key, signatureDer));
    } catch {
      // Not a key: whoever shows it has proved nothing.
      return Promise.resolve(false);
    }
  },
};

/** What reads timestamps: a large library, loaded when the first bundle with timestamps is judged. */
export async function loadTimestamps(): Promise<Timestamps> {
  const { createTimestamps } = await import('@chopmark/core/timestamps');
  return createTimestamps(webcrypto);
}
