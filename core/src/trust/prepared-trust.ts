/**
 * A trust profile made ready for judging: certificates read, revocation lists and the profile's own signatures
 * checked. Whatever cannot be read or does not verify makes the whole profile unusable.
 *
 * @module
 */
import { fromBase64 } from '../encoding/base64.js';
import { toHex } from '../encoding/hex.js';
import { hasRole } from '../fabric-proof/identity.js';
import { requireSuite } from '../hash/suite.js';
import type { TimestampAuthority } from '../timestamp/timestamps-port.js';
import { CertificateError } from '../x509/certificate-error.js';
import { readCertificate } from '../x509/certificate-parts.js';
import { type Certificate, parseCertificatePem } from '../x509/certificate.js';
import { type TrustedOrganization, chainOf } from '../x509/chain.js';
import { assertP256Signature } from '../x509/p256-signature.js';
import { derFromPem } from '../x509/pem.js';
import { isRevoked, revocationKey } from '../x509/revocation.js';
import {
  parseRevocationListPem,
  readRevocationList,
  signerOfRevocationList,
} from '../x509/revocation-list.js';
import type { VerifyCrypto } from '../x509/verify-crypto.js';
import { TrustError, type TrustFault } from './trust-error.js';
import { type TrustOrganization, type TrustProfile, trustBytes, trustFingerprint } from './trust-profile.js';

/** A profile whose certificates, lists and signatures were read and hold. */
export interface PreparedTrust {
  readonly profile: TrustProfile;
  readonly organizations: readonly TrustedOrganization[];
  readonly fingerprint: string;
  /** Organizations that signed the profile; empty for an unsigned one. */
  readonly signedBy: readonly string[];
}

/** @throws {TrustError} */
export async function prepareTrust(profile: TrustProfile, crypto: VerifyCrypto): Promise<PreparedTrust> {
  const organizations = withShared(
    await Promise.all(profile.organizations.map((one) => organizationFrom(one, crypto))),
  );
  profile.timestampAuthorities?.forEach(assertReadable);
  return {
    profile,
    organizations,
    fingerprint: trustFingerprint(requireSuite(crypto.suites, 'sha256-p256').hash, profile),
    signedBy: await signersOfProfile(profile, organizations, crypto),
  };
}

/**
 * A root that several organizations have in common may stand far above their own authorities; only who is certified by a
 * common one directly cannot be told to be of one of them.
 */
function withShared(organizations: readonly Omit<TrustedOrganization, 'shared'>[]): TrustedOrganization[] {
  const keys = organizations.map(
    ({ roots, intermediates }) => new Set([...roots, ...intermediates].map((one) => toHex(one.publicKey))),
  );
  const isElsewhere = (key: string, at: number): boolean =>
    keys.some((others, place) => place !== at && others.has(key));
  return organizations.map((one, at) => ({
    ...one,
    shared: new Set([...(keys[at] ?? [])].filter((key) => isElsewhere(key, at))),
  }));
}

async function organizationFrom(
  organization: TrustOrganization,
  crypto: VerifyCrypto,
): Promise<Omit<TrustedOrganization, 'shared'>> {
  const { mspId } = organization;
  const roots = organization.roots.map((pem) => authorityFrom(pem, mspId));
  const intermediates = organization.intermediates.map((pem) => authorityFrom(pem, mspId));
  const revoked = new Set<string>();
  for (const pem of organization.revocationLists) {
    const list = wrapped('PROFILE_REVOCATION_LIST_INVALID', mspId, () => parseRevocationListPem(pem));
    const signer = await signerOfRevocationList(list, [...roots, ...intermediates], crypto);
    if (!signer)
      throw new TrustError(
        'PROFILE_REVOCATION_LIST_INVALID',
        `revocation list of ${mspId} is not signed by it`,
      );
    for (const serial of list.serials) revoked.add(revocationKey(signer.subject, serial));
  }
  return { mspId, roots, intermediates, revoked };
}

function authorityFrom(pem: string, mspId: string): Certificate {
  const certificate = wrapped('PROFILE_UNREADABLE', mspId, () => parseCertificatePem(pem));
  if (!certificate.isAuthority)
    throw new TrustError('PROFILE_UNREADABLE', `a root of ${mspId} is no authority certificate`);
  return certificate;
}

/** Whether they hold is seen when there is a timestamp to judge: their algorithms are not those of a network. */
function assertReadable({ name, roots, intermediates, revocationLists }: TimestampAuthority): void {
  for (const pem of [...roots, ...intermediates])
    wrapped('PROFILE_UNREADABLE', name, () => readCertificate(derFromPem(pem, 'CERTIFICATE')));
  for (const pem of revocationLists)
    wrapped('PROFILE_REVOCATION_LIST_INVALID', name, () => readRevocationList(derFromPem(pem, 'X509 CRL')));
}

async function signersOfProfile(
  profile: TrustProfile,
  organizations: readonly TrustedOrganization[],
  crypto: VerifyCrypto,
): Promise<readonly string[]> {
  const message = trustBytes(profile);
  for (const { mspId, certificate: pem, signature: text } of profile.signatures) {
    const organization = organizations.find((one) => one.mspId === mspId);
    if (!organization) throw invalid(`${mspId} is not an organization of the profile`);
    const certificate = wrapped('PROFILE_SIGNATURE_INVALID', mspId, () => parseCertificatePem(pem));
    const signature = fromBase64(text);
    wrapped('PROFILE_SIGNATURE_INVALID', mspId, () => assertP256Signature(signature));
    const chain = await chainOf(certificate, organization, crypto).catch(() => undefined);
    if (!chain || isRevoked(chain, organization.revoked) || !hasRole(certificate, 'admin')) {
      throw invalid(`signer is no admin of ${mspId}`);
    }
    if (!(await crypto.verifyP256(certificate.publicKey, message, signature))) {
      throw invalid(`signature of ${mspId} does not verify`);
    }
  }
  return [...new Set(profile.signatures.map(({ mspId }) => mspId))];
}

function invalid(detail: string): TrustError {
  return new TrustError('PROFILE_SIGNATURE_INVALID', detail);
}

function wrapped<T>(code: TrustFault, whose: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof CertificateError)) throw cause;
    throw new TrustError(code, `${whose}: ${cause.message}`, { cause });
  }
}
