/** Remarks beside a verdict: worth reading, deciding nothing. */
import { changedOrganizations } from '../trust/changed-organizations.js';
import type { PreparedTrust } from '../trust/prepared-trust.js';
import { isEmbedded } from '../trust/trust-profile.js';
import type { Certificate } from '../x509/certificate.js';
import type { Evidence } from './evidence.js';
import type { Validity } from './judge-validity.js';
import type { Note } from './verdict.js';

/** Evidence as far as remarks are made of it. */
type Noted = Pick<Evidence, 'transaction' | 'block'> & { readonly validity: Pick<Validity, 'signers'> };

export function notesOf(trust: PreparedTrust | undefined, evidence: Noted, now: Date): Note[] {
  if (!trust) return [];
  return [
    ...profileNotes(trust),
    ...certificatesOf(evidence)
      .filter(({ notAfter }) => notAfter < now.getTime())
      .slice(0, 1)
      .map((): Note => ({ code: 'CERTIFICATE_EXPIRED', detail: 'a signing certificate has expired since' })),
    ...notCounted(evidence).map((mspId): Note => ({ code: 'SIGNER_NOT_COUNTED', detail: mspId })),
    ...configurationNotes(trust, evidence),
  ];
}

function profileNotes({ profile, signedBy }: PreparedTrust): Note[] {
  const notes: Note[] = [];
  if (isEmbedded(profile)) {
    notes.push({
      code: 'DEVELOPMENT_NETWORK',
      detail: `channel ${profile.channel}: one process plays every organization`,
    });
  }
  if (signedBy.length === 0) {
    notes.push({ code: 'PROFILE_UNSIGNED', detail: 'no organization has signed the trust profile' });
  }
  return notes;
}

function configurationNotes({ profile }: PreparedTrust, { block }: Noted): Note[] {
  if (!('ordered' in block) || !block.ordered) return [];
  const { sequence, block: number, organizations } = block.ordered.configuration;
  const changes = changedOrganizations(profile, organizations);
  return [
    { code: 'LATER_CONFIGURATION_UNKNOWN', detail: `configuration ${sequence} of block ${number}` },
    ...changes.map(({ mspId, change }): Note => ({
      code: 'ORGANIZATIONS_CHANGED',
      detail: `${mspId}: ${change}`,
    })),
  ];
}

/** Certificates of everybody who signed and counts. */
function certificatesOf({ validity, transaction, block }: Noted): Certificate[] {
  const sent = 'signers' in transaction ? transaction.signers : undefined;
  const ordered = 'ordered' in block ? block.ordered : undefined;
  return [
    ...(validity.signers?.certificates ?? []),
    ...(sent ? [sent.creator.certificate, ...sent.endorsers.certificates] : []),
    ...(ordered?.quorum.signers.map(({ certificate }) => certificate) ?? []),
  ];
}

function notCounted({ validity: { signers } }: Noted): string[] {
  return [...(signers?.revoked ?? []), ...(signers?.former ?? []), ...(signers?.unknown ?? [])];
}
