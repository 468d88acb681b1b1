/** Whose word a statement is, whatever it says. */
import { EndorsementError, type Signers, signersOf } from '../fabric-proof/endorsement.js';
import { parseIdentity } from '../fabric-proof/identity.js';
import type { Question } from '../fabric-proof/proposal.js';
import type { StatementBytes } from '../fabric-proof/statement.js';
import type { PreparedTrust } from '../trust/prepared-trust.js';
import { assertP256Signature } from '../x509/p256-signature.js';
import type { VerifyCrypto } from '../x509/verify-crypto.js';
import { type Finding, finding } from './verdict.js';

/** @returns The signers, or what speaks against a signature. */
export async function judgeSigners(
  question: Question,
  { responsePayload, endorsements }: StatementBytes,
  trust: PreparedTrust | undefined,
  crypto: VerifyCrypto,
): Promise<Signers | Finding> {
  if (!(await isSignedByCreator(question, crypto)))
    return finding('STATEMENT_SIGNATURE_INVALID', 'the signature of the client who asked does not verify');
  try {
    return await signersOf(responsePayload, endorsements, trust?.organizations ?? [], crypto);
  } catch (error) {
    if (!(error instanceof EndorsementError)) throw error;
    return finding(error.code, error.message);
  }
}

/** Nobody is believed for it; a proposal with a broken signature is simply not the one that was endorsed. */
async function isSignedByCreator(question: Question, crypto: VerifyCrypto): Promise<boolean> {
  try {
    const { certificate } = parseIdentity(question.creator);
    assertP256Signature(question.signature);
    return await crypto.verifyP256(certificate.publicKey, question.signedBytes, question.signature);
  } catch {
    return false;
  }
}

/** @returns `SIGNERS_TOO_FEW` unless as many organizations signed as the profile wants. */
export function tooFewSigners(
  { organizations, revoked, former, unknown }: Signers,
  { profile }: PreparedTrust,
): Finding | undefined {
  if (organizations.length >= profile.signers) return undefined;
  const count = `${organizations.length} of ${profile.signers} organizations needed`;
  const others = [
    ...revoked.map((name) => `${name} revoked`),
    ...former.map((name) => `${name} under a former root`),
    ...unknown.map((name) => `${name} unknown`),
  ];
  return finding('SIGNERS_TOO_FEW', [count, ...others].join(', '));
}
