import { type KeyObject, createPublicKey, verify } from 'node:crypto';
import type { VerifyCrypto } from '@chopmark/core/verify';
import { nodeCrypto } from '../support/node-crypto.js';

/** Keys kept imported; a run meets a few good ones and very many bent ones. */
const MOST_KEYS = 64;

/** As `nodeCrypto`, but a key is imported once. Every signature is checked, nothing that was found is kept. */
export function mutationCrypto(): VerifyCrypto {
  const keys = new Map<string, KeyObject>();
  const keyOf = (spkiDer: Uint8Array): KeyObject => {
    const name = Buffer.from(spkiDer).toString('latin1');
    const known = keys.get(name);
    if (known) return known;
    const key = createPublicKey({ key: Buffer.from(spkiDer), format: 'der', type: 'spki' });
    if (keys.size < MOST_KEYS) keys.set(name, key);
    return key;
  };
  return {
    ...nodeCrypto,
    verifyP256: (spkiDer, message, signatureDer) => {
      try {
        return Promise.resolve(verify('sha256', message, keyOf(spkiDer), signatureDer));
      } catch {
        return Promise.resolve(false);
      }
    },
  };
}
