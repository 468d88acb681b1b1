/** The verifier that third parties use, with what this platform gives it. */
import {
  createVerifier,
  type TrustProfile,
  type Verifier,
  type VerifierOptions,
} from '@chopmark/core/verify';

import { loadTimestamps, verifyCrypto } from './node-crypto.js';

export function offlineVerifier(
  profiles: readonly TrustProfile[],
  options: Pick<VerifierOptions, 'parts'> = {},
): Verifier {
  return createVerifier(profiles, verifyCrypto, { timestamps: loadTimestamps, ...options });
}
