/** Judges one case as the command does, with the library and an instant of one's own. */
import {
  createVerifier,
  errorVerdict,
  parseTrustProfile,
  TrustError,
  type Verdict,
} from '@chopmark/core/verify';
import { nodeCrypto } from '../../support/node-crypto.js';

/** @param trust Files of trust profiles; one that cannot be used makes everything an error. */
export async function judgeByLibrary(
  bundle: Uint8Array,
  trust: readonly Uint8Array[],
  now: Date,
): Promise<Verdict> {
  try {
    const profiles = trust.map((file) => parseTrustProfile(file));
    return await createVerifier(profiles, nodeCrypto).verify(bundle, now);
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    return errorVerdict(error.code, error.message);
  }
}
