/** Who sent a transaction and which organizations' peers signed its result. */
import { chainOf, isFormer, type TrustedOrganization } from '../x509/chain.js';
import { assertP256Signature } from '../x509/p256-signature.js';
import { isRevoked } from '../x509/revocation.js';
import type { VerifyCrypto } from '../x509/verify-crypto.js';
import { EndorsementError, type EndorsementFault, type Signers, signersOf } from './endorsement.js';
import { type ClaimedIdentity, parseIdentity } from './identity.js';
import type { Transaction } from './transaction.js';
import { TransactionError, type TransactionFault } from './transaction-error.js';

export interface TransactionSigners {
  readonly creator: ClaimedIdentity;
  /** The creator's certificate is on a revocation list of the profile, which does not say since when. */
  readonly isCreatorRevoked: boolean;
  /** The creator's certificate leads to an authority that the profile no longer names. */
  readonly isCreatorFormer: boolean;
  readonly endorsers: Signers;
}

const FAULTS: Readonly<Record<EndorsementFault, TransactionFault>> = {
  ENDORSER_MALFORMED: 'TRANSACTION_ENDORSER_MALFORMED',
  ENDORSEMENT_SIGNATURE_INVALID: 'TRANSACTION_ENDORSEMENT_INVALID',
  ENDORSER_NOT_TRUSTED: 'TRANSACTION_ENDORSER_NOT_TRUSTED',
  ENDORSER_NOT_PEER: 'TRANSACTION_ENDORSER_NOT_PEER',
};

/**
 * @param organizations Whom the verifier believes; undefined when no profile applies: signatures are still checked.
 * @throws {TransactionError} `TRANSACTION_SIGNATURE_INVALID`, `TRANSACTION_CREATOR_NOT_TRUSTED`, codes about endorsers.
 */
export async function verifyTransactionSigners(
  transaction: Transaction,
  organizations: readonly TrustedOrganization[] | undefined,
  crypto: VerifyCrypto,
): Promise<TransactionSigners> {
  const creator = await creatorOf(transaction, crypto);
  const standing = organizations ? await standingOf(creator, organizations, crypto) : 'counts';
  try {
    const { responsePayload, endorsements } = transaction;
    const endorsers = await signersOf(responsePayload, endorsements, organizations ?? [], crypto);
    return {
      creator,
      isCreatorRevoked: standing === 'revoked',
      isCreatorFormer: standing === 'former',
      endorsers,
    };
  } catch (error) {
    if (!(error instanceof EndorsementError)) throw error;
    throw new TransactionError(FAULTS[error.code], error.message, { cause: error });
  }
}

async function creatorOf(
  { call, signedBytes, signature }: Transaction,
  crypto: VerifyCrypto,
): Promise<ClaimedIdentity> {
  try {
    const creator = parseIdentity(call.creator);
    assertP256Signature(signature);
    if (await crypto.verifyP256(creator.certificate.publicKey, signedBytes, signature)) return creator;
  } catch (cause) {
    throw signatureInvalid({ cause });
  }
  throw signatureInvalid();
}

async function standingOf(
  { mspId, certificate }: ClaimedIdentity,
  organizations: readonly TrustedOrganization[],
  crypto: VerifyCrypto,
): Promise<'counts' | 'revoked' | 'former'> {
  const organization = organizations.find((one) => one.mspId === mspId);
  const chain = organization && (await chainOf(certificate, organization, crypto).catch(() => undefined));
  if (chain) return isRevoked(chain, organization.revoked) ? 'revoked' : 'counts';
  if (organization && (await isFormer(certificate, organization, crypto))) return 'former';
  throw new TransactionError('TRANSACTION_CREATOR_NOT_TRUSTED', `sender is not one of ${mspId}`);
}

function signatureInvalid(options?: ErrorOptions): TransactionError {
  return new TransactionError(
    'TRANSACTION_SIGNATURE_INVALID',
    'the signature of the client who sent it does not verify',
    options,
  );
}
