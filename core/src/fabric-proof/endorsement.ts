/**
 * Who vouches for a statement. Distinct organizations count, not signatures; an endorser that claims an organization
 * without a right to it condemns the whole statement, one of an unknown organization says nothing.
 *
 * @module
 */
import { concatBytes } from '../encoding/bytes.js';
import type { Certificate } from '../x509/certificate.js';
import { type TrustedOrganization, chainOf, isFormer } from '../x509/chain.js';
import { assertP256Signature } from '../x509/p256-signature.js';
import { isRevoked } from '../x509/revocation.js';
import type { VerifyCrypto } from '../x509/verify-crypto.js';
import { hasRole, parseIdentity } from './identity.js';
import type { Endorsement } from './statement.js';

export type EndorsementFault =
  'ENDORSER_MALFORMED' | 'ENDORSEMENT_SIGNATURE_INVALID' | 'ENDORSER_NOT_TRUSTED' | 'ENDORSER_NOT_PEER';

export class EndorsementError extends Error {
  override readonly name = 'EndorsementError';

  constructor(
    readonly code: EndorsementFault,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }
}

export interface Signers {
  /** Organizations whose peers signed, each once, in the order of the profile. */
  readonly organizations: readonly string[];
  /** Organizations that do not count because the signing certificate is revoked. */
  readonly revoked: readonly string[];
  /** Organizations that do not count because the certificate leads to an authority that the profile no longer names. */
  readonly former: readonly string[];
  /** Organizations that the profile does not know. */
  readonly unknown: readonly string[];
  /** Certificates that counted. */
  readonly certificates: readonly Certificate[];
}

/**
 * @param payload protos.ProposalResponsePayload; each peer signed it followed by its own identity.
 * @throws {EndorsementError}
 */
export async function signersOf(
  payload: Uint8Array,
  endorsements: readonly Endorsement[],
  organizations: readonly TrustedOrganization[],
  crypto: VerifyCrypto,
): Promise<Signers> {
  const found = await Promise.all(
    endorsements.map((endorsement) => judge(payload, endorsement, organizations, crypto)),
  );
  const namesOf = (standing: Standing): string[] => [
    ...new Set(found.filter((one) => one.standing === standing).map(({ mspId }) => mspId)),
  ];
  const counted = new Set(namesOf('counts'));
  return {
    organizations: organizations.map(({ mspId }) => mspId).filter((mspId) => counted.has(mspId)),
    revoked: namesOf('revoked').filter((mspId) => !counted.has(mspId)),
    former: namesOf('former').filter((mspId) => !counted.has(mspId)),
    unknown: namesOf('unknown'),
    certificates: found.filter(({ standing }) => standing === 'counts').map(({ certificate }) => certificate),
  };
}

type Standing = 'counts' | 'revoked' | 'former' | 'unknown';

async function judge(
  payload: Uint8Array,
  { endorser, signature }: Endorsement,
  organizations: readonly TrustedOrganization[],
  crypto: VerifyCrypto,
): Promise<{ mspId: string; certificate: Certificate; standing: Standing }> {
  const { mspId, certificate } = refuseAs('ENDORSER_MALFORMED', 'endorser', () => parseIdentity(endorser));
  refuseAs('ENDORSEMENT_SIGNATURE_INVALID', mspId, () => assertP256Signature(signature));
  if (!(await crypto.verifyP256(certificate.publicKey, concatBytes(payload, endorser), signature))) {
    throw new EndorsementError('ENDORSEMENT_SIGNATURE_INVALID', `signature of ${mspId} does not verify`);
  }
  const organization = organizations.find((one) => one.mspId === mspId);
  if (!organization) return { mspId, certificate, standing: 'unknown' };
  const standing = await standingOf(certificate, organization, crypto);
  if (!hasRole(certificate, 'peer'))
    throw new EndorsementError('ENDORSER_NOT_PEER', `signer of ${mspId} is no peer`);
  return { mspId, certificate, standing };
}

async function standingOf(
  certificate: Certificate,
  organization: TrustedOrganization,
  crypto: VerifyCrypto,
): Promise<Standing> {
  try {
    const chain = await chainOf(certificate, organization, crypto);
    return isRevoked(chain, organization.revoked) ? 'revoked' : 'counts';
  } catch (cause) {
    if (await isFormer(certificate, organization, crypto)) return 'former';
    const { mspId } = organization;
    throw new EndorsementError('ENDORSER_NOT_TRUSTED', `certificate is not one of ${mspId}`, { cause });
  }
}

function refuseAs<T>(code: EndorsementFault, who: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new EndorsementError(code, `${who}: ${cause instanceof Error ? cause.message : 'unreadable'}`, {
      cause,
    });
  }
}
