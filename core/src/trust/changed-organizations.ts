/**
 * What a channel's configuration says about organizations otherwise than a trust profile. Organizations are told by MSP
 * id and certificates, never by a name that anybody can write.
 *
 * @module
 */
import { toHex } from '../encoding/hex.js';
import type { ConfiguredOrganization } from '../fabric-proof/channel-configuration.js';
import { CertificateError } from '../x509/certificate-error.js';
import { derFromPem } from '../x509/pem.js';
import type { TrustOrganization, TrustProfile } from './trust-profile.js';

/** One thing that the channel has and the profile does not, or the reverse. */
export type OrganizationChange = {
  readonly mspId: string;
  /** `added` to or `removed` from the channel; roots, intermediates or revocation lists that the profile lacks. */
  readonly change: 'added' | 'removed' | 'roots' | 'intermediates' | 'revocationLists';
};

/**
 * @param configured Organizations of a verified configuration.
 * @returns In the order of MSP ids: that of a configuration is chance.
 */
export function changedOrganizations(
  { organizations }: TrustProfile,
  configured: readonly ConfiguredOrganization[],
): OrganizationChange[] {
  const changes: OrganizationChange[] = [];
  for (const now of configured) {
    const known = organizations.find(({ mspId }) => mspId === now.mspId);
    const found = known ? differences(known, now) : now.isMember ? (['added'] as const) : [];
    changes.push(...found.map((change) => ({ mspId: now.mspId, change })));
  }
  for (const { mspId } of organizations)
    if (!configured.some((one) => one.mspId === mspId)) changes.push({ mspId, change: 'removed' });
  return changes.sort((a, b) => (a.mspId < b.mspId ? -1 : a.mspId > b.mspId ? 1 : 0));
}

/** A profile may keep roots that the channel has no more. */
function differences(known: TrustOrganization, now: ConfiguredOrganization): OrganizationChange['change'][] {
  return [
    ...(isWithin(now.roots, known.roots) ? [] : (['roots'] as const)),
    ...(isWithin(now.intermediates, known.intermediates) ? [] : (['intermediates'] as const)),
    ...(isWithin(now.revocationLists, known.revocationLists) ? [] : (['revocationLists'] as const)),
  ];
}

function isWithin(some: readonly string[], all: readonly string[]): boolean {
  const known = new Set(all.map(contentOf));
  return some.every((pem) => known.has(contentOf(pem)));
}

/** White space around a PEM block says nothing. */
function contentOf(pem: string): string {
  for (const label of ['CERTIFICATE', 'X509 CRL']) {
    try {
      return toHex(derFromPem(pem, label));
    } catch (error) {
      if (!(error instanceof CertificateError)) throw error;
    }
  }
  return pem;
}
