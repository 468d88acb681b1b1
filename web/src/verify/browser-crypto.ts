import { rawP256Signature, type Timestamps, type VerifyCrypto } from '@chopmark/core/verify';
import { sha256 } from '@noble/hashes/sha2.js';
import { NoAnswer } from './no-answer.js';
import { inPatience } from './patience.js';

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const ECDSA = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** Browsers offer signatures on https and on this machine only, some of them not to files from disk. */
export function hasSubtle(): boolean {
  return typeof crypto !== 'undefined' && (crypto.subtle as SubtleCrypto | undefined) !== undefined;
}

const loadPlain = () => import('./plain-p256.js');

/**
 * Loads what the verifier's cryptography needs here. To be awaited before anything is judged: to a verifier that lacks it
 * midway every signature would be a wrong one.
 *
 * @throws {NoAnswer} `PAGE_INCOMPLETE`
 */
export async function loadCrypto(): Promise<VerifyCrypto> {
  try {
    if (!hasSubtle()) await inPatience(loadPlain);
  } catch (cause) {
    throw new NoAnswer('PAGE_INCOMPLETE', { cause });
  }
  return browserCrypto;
}

/**
 * The verifier's cryptography in a browser: its own for signatures where it offers them, else in plain JavaScript,
 * which is loaded then. Hashes must be synchronous, hence always in plain JavaScript.
 */
export const browserCrypto: VerifyCrypto = {
  suites: { 'sha256-p256': { name: 'sha256-p256', hash: (data) => sha256(data) } },
  verifyP256: async (spkiDer, message, signatureDer) => {
    const signature = rawP256Signature(signatureDer);
    if (!hasSubtle()) {
      const { verifyP256 } = await loadPlain();
      return verifyP256(spkiDer, message, signature);
    }
    try {
      const key = await crypto.subtle.importKey('spki', new Uint8Array(spkiDer), P256, false, ['verify']);
      return await crypto.subtle.verify(ECDSA, key, signature, new Uint8Array(message));
    } catch {
      return false; // a point that is not on the curve
    }
  },
};

/** What reads timestamps: large, so it is loaded when a bundle holds some. Needs the browser's own signatures. */
export async function loadTimestamps(): Promise<Timestamps> {
  const { createTimestamps } = await inPatience(() => import('@chopmark/core/timestamps'));
  return createTimestamps(crypto);
}
