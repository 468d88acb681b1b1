/**
 * From a certificate to a root of its organization, judged as Fabric judges it: at one second after the
 * certificate's own NotBefore, so that old blocks and statements stay provable after expiry.
 *
 * @module
 */
import { equalBytes } from '../encoding/bytes.js';
import { toHex } from '../encoding/hex.js';
import type { Certificate } from './certificate.js';
import type { CertificateParts } from './certificate-parts.js';
import { CertificateError } from './certificate-error.js';
import { rawP256Signature } from './p256-signature.js';
import type { VerifyCrypto } from './verify-crypto.js';

/** What a verifier believes about one organization; from a trust profile, never from a bundle. */
export interface TrustedOrganization {
  readonly mspId: string;
  readonly roots: readonly Certificate[];
  readonly intermediates: readonly Certificate[];
  /** `issuer|serial` of revoked certificates, see `revocationKey`. */
  readonly revoked: ReadonlySet<string>;
  /** Keys of its authorities that are another organization's too, lowercase hex: who is certified by one is of neither. */
  readonly shared: ReadonlySet<string>;
  /** The authorities above and those that an archived configuration names beside them; nobody counts by them. */
  readonly former?: {
    readonly roots: readonly Certificate[];
    readonly intermediates: readonly Certificate[];
  };
}

/** Below any real hierarchy of a network; bounds the search. */
const MAX_INTERMEDIATES = 4;

/**
 * @returns The chain from the certificate to a root.
 * @throws {CertificateError} When no chain leads to a root of the organization, or one that leads to another's as well.
 */
export async function chainOf(
  leaf: Certificate,
  organization: TrustedOrganization,
  crypto: VerifyCrypto,
): Promise<readonly Certificate[]> {
  if (leaf.isAuthority) throw new CertificateError('an authority certificate signs nothing but certificates');
  if (leaf.keyUsage && !leaf.keyUsage.digitalSignature) throw new CertificateError('key may not sign');
  const chain = await findChain(
    leaf,
    organization,
    (one) => isWithinValidity(one, leaf.notBefore + 1000),
    (authority, subject) => isSignedBy(authority, subject, crypto),
  );
  if (!chain) throw new CertificateError(`no chain to a root of ${organization.mspId}`);
  const issuer = chain[1];
  if (!issuer || organization.shared.has(toHex(issuer.publicKey)))
    throw new CertificateError(`the authority of ${organization.mspId} is another organization's too`);
  return chain;
}

/** Whether a chain leads to an authority that the organization had, and that the verifier's profile does not name. */
export async function isFormer(
  leaf: Certificate,
  organization: TrustedOrganization,
  crypto: VerifyCrypto,
): Promise<boolean> {
  const { former } = organization;
  if (!former) return false;
  return chainOf(leaf, { ...organization, ...former }, crypto).then(
    () => true,
    () => false,
  );
}

/**
 * Looks for a chain by names, rights and signatures.
 *
 * @param holds Whether a certificate of the chain, the leaf and the root included, may stand in it.
 * @param isSigned Whether the authority's key signed the subject; asked only when the names fit.
 * @returns From the leaf to a root; undefined when there is none.
 */
export async function findChain<C extends CertificateParts>(
  leaf: C,
  authorities: { readonly roots: readonly C[]; readonly intermediates: readonly C[] },
  holds: (certificate: C) => boolean,
  isSigned: (authority: C, subject: C) => Promise<boolean>,
): Promise<readonly C[] | undefined> {
  const extend = async (chain: readonly C[], last: C): Promise<readonly C[] | undefined> => {
    const mayFollow = (authority: C): boolean =>
      holds(authority) && mayIssue(authority, chain) && equalBytes(authority.subject, last.issuer);
    for (const root of authorities.roots) {
      if (mayFollow(root) && (await isSigned(root, last))) return [...chain, root];
    }
    if (chain.length > MAX_INTERMEDIATES) return undefined;
    for (const intermediate of authorities.intermediates) {
      if (chain.includes(intermediate) || !mayFollow(intermediate)) continue;
      if (!(await isSigned(intermediate, last))) continue;
      const longer = await extend([...chain, intermediate], intermediate);
      if (longer) return longer;
    }
    return undefined;
  };
  return holds(leaf) ? extend([leaf], leaf) : undefined;
}

export function isWithinValidity(certificate: CertificateParts, instant: number): boolean {
  return instant >= certificate.notBefore && instant <= certificate.notAfter;
}

function mayIssue(authority: CertificateParts, below: readonly CertificateParts[]): boolean {
  if (!authority.isAuthority || (authority.keyUsage && !authority.keyUsage.keyCertSign)) return false;
  return authority.pathLength === undefined || below.length - 1 <= authority.pathLength;
}

async function isSignedBy(
  authority: Certificate,
  subject: Certificate,
  crypto: VerifyCrypto,
): Promise<boolean> {
  rawP256Signature(subject.signature);
  return crypto.verifyP256(authority.publicKey, subject.signedPart, subject.signature);
}
