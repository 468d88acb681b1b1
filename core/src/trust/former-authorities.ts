/**
 * Authorities of organizations that a channel's archived configurations name and a trust profile no longer does: an
 * organization replaced its root, and whoever wrote the profile forgot the old one. They make nobody count; but who
 * leads to one of them is a former member, not an impostor (docs/decisions/0051).
 *
 * @module
 */
import { equalBytes } from '../encoding/bytes.js';
import type { ConfiguredOrganization } from '../fabric-proof/channel-configuration.js';
import { CertificateError } from '../x509/certificate-error.js';
import { type Certificate, parseCertificatePem } from '../x509/certificate.js';
import type { TrustedOrganization } from '../x509/chain.js';
import type { PreparedTrust } from './prepared-trust.js';

/**
 * @param configurations Organizations of each configuration of a chain that was verified from the profile's network on.
 * @returns The same object when they name nobody new.
 */
export function withFormerAuthorities(
  trust: PreparedTrust,
  configurations: readonly { readonly organizations: readonly ConfiguredOrganization[] }[],
): PreparedTrust {
  const configured = configurations.flatMap(({ organizations }) => organizations);
  const organizations = trust.organizations.map((one) => withFormer(one, configured));
  const isSame = organizations.every((one, at) => one === trust.organizations[at]);
  return isSame ? trust : { ...trust, organizations };
}

function withFormer(
  organization: TrustedOrganization,
  configured: readonly ConfiguredOrganization[],
): TrustedOrganization {
  const own = configured.filter(({ mspId }) => mspId === organization.mspId);
  const roots = union(
    organization.roots,
    own.flatMap((one) => one.roots),
  );
  const intermediates = union(
    organization.intermediates,
    own.flatMap((one) => one.intermediates),
  );
  const isNew =
    roots.length > organization.roots.length || intermediates.length > organization.intermediates.length;
  return isNew ? { ...organization, former: { roots, intermediates } } : organization;
}

function union(known: readonly Certificate[], pems: readonly string[]): Certificate[] {
  const all = [...known];
  for (const pem of new Set(pems)) {
    const [certificate] = readable(pem);
    if (certificate?.isAuthority && !all.some(({ der }) => equalBytes(der, certificate.der)))
      all.push(certificate);
  }
  return all;
}

/** A channel may have authorities with keys of other kinds; their signatures cannot be checked here. */
function readable(pem: string): Certificate[] {
  try {
    return [parseCertificatePem(pem)];
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    return [];
  }
}
