/**
 * From the signer of a token to a root of the trust profile, as it was at the time that the token names.
 *
 * @module
 */
import { CertificateError } from '../x509/certificate-error.js';
import type { CertificateParts } from '../x509/certificate-parts.js';
import { findChain, isWithinValidity } from '../x509/chain.js';
import { revocationKey } from '../x509/revocation.js';
import type { PreparedAuthority } from './authorities.js';
import { allowsStampingBelow } from './purpose.js';
import type { SignatureEngine } from './signature-engine.js';
import { TimestampError } from './timestamp-error.js';

export interface CertificatePath {
  readonly authority: PreparedAuthority;
  /** Signer first, root last. */
  readonly chain: readonly CertificateParts[];
}

/**
 * @param others Certificates that came with the token.
 * @param genTime Milliseconds since 1970.
 * @throws {TimestampError} `TIMESTAMP_AUTHORITY_UNKNOWN`, `TIMESTAMP_CERTIFICATE_OUTDATED`
 */
export async function pathOf(
  signer: CertificateParts,
  others: readonly CertificateParts[],
  genTime: number,
  authorities: readonly PreparedAuthority[],
  engine: SignatureEngine,
): Promise<CertificatePath> {
  const isSigned = remembered((authority, subject) => isIssued(engine, authority, subject));
  let isOutdated = false;
  for (const authority of authorities) {
    const { roots, intermediates } = authority;
    const known = { roots, intermediates: [...intermediates, ...others.filter((one) => one !== signer)] };
    const mayStand = (one: CertificateParts): boolean => one === signer || allowsStampingBelow(one);
    const chain = await findChain(
      signer,
      known,
      (one) => mayStand(one) && isWithinValidity(one, genTime),
      isSigned,
    );
    if (chain) return { authority, chain };
    isOutdated ||= (await findChain(signer, known, mayStand, isSigned)) !== undefined;
  }
  if (isOutdated)
    throw new TimestampError(
      'TIMESTAMP_CERTIFICATE_OUTDATED',
      `a certificate was not valid at ${new Date(genTime).toISOString()}`,
    );
  throw new TimestampError('TIMESTAMP_AUTHORITY_UNKNOWN', 'no chain to an authority of the trust profile');
}

/** An authority whose key or signature nobody here checks issued nothing that counts. */
async function isIssued(
  engine: SignatureEngine,
  authority: CertificateParts,
  subject: CertificateParts,
): Promise<boolean> {
  try {
    return await engine.isSignedBy(authority, subject);
  } catch (error) {
    if (error instanceof TimestampError || error instanceof CertificateError) return false;
    throw error;
  }
}

type Signed = (authority: CertificateParts, subject: CertificateParts) => Promise<boolean>;

/** Each pair once: certificates of a stranger could make the search ask again and again. */
function remembered(isSigned: Signed): Signed {
  const answers = new Map<CertificateParts, Map<CertificateParts, Promise<boolean>>>();
  return (authority, subject) => {
    const below = answers.get(authority) ?? new Map<CertificateParts, Promise<boolean>>();
    answers.set(authority, below);
    const answer = below.get(subject) ?? isSigned(authority, subject);
    below.set(subject, answer);
    return answer;
  };
}

/** Reasons after which older tokens go on counting (RFC 3161, section 4): unspecified, affiliation, superseded, ended. */
const WITHOUT_SUSPICION: readonly (number | undefined)[] = [0, 3, 4, 5];

/**
 * @param latest The latest instant that the token may mean.
 * @param coveredAt By when a later token holds this one; a key lost after that can no longer have made it.
 * @throws {TimestampError} `TIMESTAMP_AUTHORITY_REVOKED`
 */
export function assertNotRevoked(
  { authority, chain }: CertificatePath,
  latest: number,
  coveredAt: number | undefined,
): void {
  for (const { issuer, serial } of chain.slice(0, -1)) {
    const entry = authority.revoked.get(revocationKey(issuer, serial));
    if (!entry) continue;
    const heldBy = WITHOUT_SUSPICION.includes(entry.reason) ? latest : coveredAt;
    if (heldBy === undefined || heldBy >= entry.revokedAt)
      throw new TimestampError(
        'TIMESTAMP_AUTHORITY_REVOKED',
        `${authority.name}: revoked at ${new Date(entry.revokedAt).toISOString()}`,
      );
  }
}
