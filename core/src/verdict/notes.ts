/** Remarks beside a verdict: worth reading, deciding nothing. */
import type { Signers } from '../fabric-proof/endorsement.js';
import type { PreparedTrust } from '../trust/prepared-trust.js';
import type { Note } from './verdict.js';

export function notesOf(trust: PreparedTrust | undefined, signers: Signers | undefined, now: Date): Note[] {
  if (!trust) return [];
  const { profile, signedBy } = trust;
  const notes: Note[] = [];
  if (profile.embedded || profile.channel.endsWith('-embedded')) {
    notes.push({
      code: 'DEVELOPMENT_NETWORK',
      detail: `channel ${profile.channel}: one process plays every organization`,
    });
  }
  if (signedBy.length === 0) {
    notes.push({ code: 'PROFILE_UNSIGNED', detail: 'no organization has signed the trust profile' });
  }
  if (signers?.certificates.some(({ notAfter }) => notAfter < now.getTime())) {
    notes.push({ code: 'CERTIFICATE_EXPIRED', detail: 'a signing certificate has expired since' });
  }
  for (const mspId of [...(signers?.revoked ?? []), ...(signers?.unknown ?? [])]) {
    notes.push({ code: 'SIGNER_NOT_COUNTED', detail: mspId });
  }
  return notes;
}
