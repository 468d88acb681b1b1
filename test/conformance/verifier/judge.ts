/** Judges one case as the command does, with the library and an instant of one's own. */
import {
  createVerifier,
  errorVerdict,
  parseTrustProfile,
  TrustError,
  type Verdict,
  verifyLedgerProof,
} from '@chopmark/core/verify';
import { createTimestamps } from '@chopmark/core/timestamps';
import type { Input } from './read-cases.js';
import { nodeCrypto } from '../../support/node-crypto.js';

const timestamps = () => Promise.resolve(createTimestamps(crypto));

/** @param trust Files of trust profiles; one that cannot be used makes everything an error. */
export async function judgeByLibrary(
  input: Uint8Array,
  trust: readonly Uint8Array[],
  now: Date,
  kind: Input = 'bundle',
): Promise<Verdict> {
  try {
    const profiles = trust.map((file) => parseTrustProfile(file));
    return kind === 'proof'
      ? await verifyLedgerProof(input, profiles, { crypto: nodeCrypto, now })
      : await createVerifier(profiles, nodeCrypto, { timestamps }).verify(input, now);
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    return errorVerdict(error.code, error.message);
  }
}
