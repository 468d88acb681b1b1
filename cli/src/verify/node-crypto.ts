import { createPublicKey, hash, verify } from 'node:crypto';
import type { VerifyCrypto } from '@chopmark/core/verify';

/** The verifier's cryptography by node:crypto. */
export const nodeCrypto: VerifyCrypto = {
  suites: {
    'sha256-p256': { name: 'sha256-p256', hash: (data) => hash('sha256', data, 'buffer') },
  },
  verifyP256: (spkiDer, message, signatureDer) => {
    try {
      const key = createPublicKey({ key: Buffer.from(spkiDer), format: 'der', type: 'spki' });
      return Promise.resolve(verify('sha256', message, key, signatureDer));
    } catch {
      return Promise.resolve(false); // a point that is not on the curve
    }
  },
};
