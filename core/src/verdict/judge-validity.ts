/** Is the batch on the ledger, by the word of enough organizations? */
import { type Signers, EndorsementError, signersOf } from '../fabric-proof/endorsement.js';
import { parseIdentity } from '../fabric-proof/identity.js';
import { StatementError } from '../fabric-proof/statement-error.js';
import { type Statement, type StatementBytes, parseStatement } from '../fabric-proof/statement.js';
import { requireSuite } from '../hash/suite.js';
import type { PreparedTrust } from '../trust/prepared-trust.js';
import { assertP256Signature } from '../x509/p256-signature.js';
import type { VerifyCrypto } from '../x509/verify-crypto.js';
import { type Finding, finding } from './verdict.js';

export interface Validity {
  readonly finding: Finding;
  /** What question and answer say; undefined when they prove nothing. */
  readonly statement: Statement | undefined;
  readonly signers: Signers | undefined;
}

/** @param trust Undefined when no profile applies: signatures are still checked, nobody counts. */
export async function judgeValidity(
  bytes: StatementBytes,
  trust: PreparedTrust | undefined,
  crypto: VerifyCrypto,
): Promise<Validity> {
  let statement: Statement | undefined;
  try {
    statement = parseStatement(bytes, requireSuite(crypto.suites, 'sha256-p256').hash);
    if (!(await isSignedByCreator(statement, crypto))) {
      const failed = finding(
        'STATEMENT_SIGNATURE_INVALID',
        'the signature of the client who asked does not verify',
      );
      return { finding: failed, statement, signers: undefined };
    }
    const signers = await signersOf(
      bytes.responsePayload,
      bytes.endorsements,
      trust?.organizations ?? [],
      crypto,
    );
    return { finding: answer(statement, signers, trust), statement, signers };
  } catch (error) {
    if (!(error instanceof StatementError) && !(error instanceof EndorsementError)) throw error;
    return { finding: finding(error.code, error.message), statement, signers: undefined };
  }
}

/** Nobody is believed for it; a proposal with a broken signature is simply not the one that was endorsed. */
async function isSignedByCreator({ question }: Statement, crypto: VerifyCrypto): Promise<boolean> {
  try {
    const { certificate } = parseIdentity(question.creator);
    assertP256Signature(question.signature);
    return await crypto.verifyP256(certificate.publicKey, question.signedBytes, question.signature);
  } catch {
    return false;
  }
}

function answer(statement: Statement, signers: Signers, trust: PreparedTrust | undefined): Finding {
  if (!trust) return finding('VALIDITY_NOT_CHECKED', 'no trust profile for this network');
  const definition = judgeDefinition(statement, trust);
  if (definition) return definition;
  const { organizations, revoked, unknown } = signers;
  const count = `${organizations.length} of ${trust.profile.signers} organizations needed`;
  if (organizations.length < trust.profile.signers) {
    const others = [...revoked.map((name) => `${name} revoked`), ...unknown.map((name) => `${name} unknown`)];
    return finding('SIGNERS_TOO_FEW', [count, ...others].join(', '));
  }
  const { block, position } = statement.recorded;
  return finding(
    'STATEMENT_SIGNED',
    `recorded in block ${block}, position ${position}; signed by ${organizations.join(', ')}`,
  );
}

/** A version after the last accepted one may be news to an old profile; one before it was never accepted or was revoked. */
function judgeDefinition(
  { question, definition }: Statement,
  { profile }: PreparedTrust,
): Finding | undefined {
  const accepted =
    profile.namespaces.find(({ namespace }) => namespace === question.namespace)?.definitions ?? [];
  const isAccepted = accepted.some(
    (one) => one.block === definition.block && one.position === definition.position,
  );
  if (isAccepted) return undefined;
  const place = `definition of ${question.namespace} at block ${definition.block}, position ${definition.position}`;
  const isNewer = accepted.every(
    (one) =>
      definition.block > one.block || (definition.block === one.block && definition.position > one.position),
  );
  return isNewer
    ? finding('DEFINITION_UNKNOWN', `${place} is newer than the profile`)
    : finding('DEFINITION_NOT_ACCEPTED', `${place} is not accepted`);
}
