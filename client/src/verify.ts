/**
 * Judging a proof without asking anybody: the same judge as the command, the page and the gateway, with the platform's
 * own cryptography.
 *
 * @module
 */
import {
  createVerifier,
  parseTrustProfile,
  rawP256Signature,
  trustFingerprint,
  type PartResolver,
  type Verdict,
  type VerifyCrypto,
} from '@chopmark/core/verify';
import { sha256 } from '@noble/hashes/sha2.js';

export type { Verdict } from '@chopmark/core/verify';

export interface OfflineOptions {
  /** Whether a status is fresh is judged by this; now unless said. */
  readonly now?: Date;
  /** Reads a part that the bundle names by its hash (of an archive: `evidence/<hash>.json`). */
  readonly parts?: PartResolver;
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const ECDSA = { name: 'ECDSA', hash: 'SHA-256' } as const;

const platformCrypto: VerifyCrypto = {
  suites: { 'sha256-p256': { name: 'sha256-p256', hash: (data) => sha256(data) } },
  verifyP256: async (spkiDer, message, signatureDer) => {
    try {
      const key = await crypto.subtle.importKey('spki', new Uint8Array(spkiDer), P256, false, ['verify']);
      return await crypto.subtle.verify(
        ECDSA,
        key,
        new Uint8Array(rawP256Signature(signatureDer)),
        new Uint8Array(message),
      );
    } catch {
      return false; // a point that is not on the curve
    }
  },
};

/**
 * The verdict on a bundle. Read `verdict` and `inForce` together; broken and forged input is answered, never thrown.
 *
 * @param trust Your trust profile or profiles, from a source that you trust: never out of the bundle.
 * @throws {TrustError} for a profile that cannot be read
 */
export function verifyOffline(
  bundle: Uint8Array,
  trust: Uint8Array | readonly Uint8Array[],
  { now = new Date(), parts }: OfflineOptions = {},
): Promise<Verdict> {
  const profiles = (trust instanceof Uint8Array ? [trust] : trust).map((bytes) => parseTrustProfile(bytes));
  const verifier = createVerifier(profiles, platformCrypto, {
    ...(parts && { parts }),
    timestamps: async () => (await import('@chopmark/core/timestamps')).createTimestamps(crypto),
  });
  return verifier.verify(bundle, now);
}

/** What to compare with the fingerprint on paper, in groups of four digits. */
export function fingerprintOf(trust: Uint8Array): string {
  return trustFingerprint(sha256, parseTrustProfile(trust));
}
