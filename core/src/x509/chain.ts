/**
 * From a certificate to a root of its organization, judged as Fabric judges it: at one second after the
 * certificate's own NotBefore, so that old blocks and statements stay provable after expiry.
 *
 * @module
 */
import { equalBytes } from '../encoding/bytes.js';
import type { Certificate } from './certificate.js';
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
}

/** Below any real hierarchy of a network; bounds the search. */
const MAX_INTERMEDIATES = 4;

/**
 * @returns The chain from the certificate to a root.
 * @throws {CertificateError} When no chain leads to a root of the organization.
 */
export async function chainOf(
  leaf: Certificate,
  organization: TrustedOrganization,
  crypto: VerifyCrypto,
): Promise<readonly Certificate[]> {
  if (leaf.isAuthority) throw new CertificateError('an authority certificate signs nothing but certificates');
  if (leaf.keyUsage && !leaf.keyUsage.digitalSignature) throw new CertificateError('key may not sign');
  const chain = await extend([leaf], leaf.notBefore + 1000, organization, crypto);
  if (!chain) throw new CertificateError(`no chain to a root of ${organization.mspId}`);
  return chain;
}

async function extend(
  chain: readonly Certificate[],
  instant: number,
  organization: TrustedOrganization,
  crypto: VerifyCrypto,
): Promise<readonly Certificate[] | undefined> {
  const last = chain[chain.length - 1];
  if (!last || !isWithinValidity(last, instant)) return undefined;
  for (const root of organization.roots) {
    if (mayIssue(root, chain) && isWithinValidity(root, instant) && (await issued(root, last, crypto))) {
      return [...chain, root];
    }
  }
  if (chain.length > MAX_INTERMEDIATES) return undefined;
  for (const intermediate of organization.intermediates) {
    if (chain.includes(intermediate) || !mayIssue(intermediate, chain)) continue;
    if (!(await issued(intermediate, last, crypto))) continue;
    const longer = await extend([...chain, intermediate], instant, organization, crypto);
    if (longer) return longer;
  }
  return undefined;
}

function isWithinValidity(certificate: Certificate, instant: number): boolean {
  return instant >= certificate.notBefore && instant <= certificate.notAfter;
}

function mayIssue(authority: Certificate, below: readonly Certificate[]): boolean {
  if (!authority.isAuthority || (authority.keyUsage && !authority.keyUsage.keyCertSign)) return false;
  return authority.pathLength === undefined || below.length - 1 <= authority.pathLength;
}

async function issued(authority: Certificate, subject: Certificate, crypto: VerifyCrypto): Promise<boolean> {
  if (!equalBytes(authority.subject, subject.issuer)) return false;
  rawP256Signature(subject.signature);
  return crypto.verifyP256(authority.publicKey, subject.signedPart, subject.signature);
}
