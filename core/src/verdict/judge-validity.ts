/** Is the batch on the ledger, by the word of enough organizations? */
import type { Signers } from '../fabric-proof/endorsement.js';
import { StatementError } from '../fabric-proof/statement-error.js';
import { type Statement, type StatementBytes, parseStatement } from '../fabric-proof/statement.js';
import { requireSuite } from '../hash/suite.js';
import type { PreparedTrust } from '../trust/prepared-trust.js';
import type { VerifyCrypto } from '../x509/verify-crypto.js';
import { judgeSigners, tooFewSigners } from './statement-signers.js';
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
  let statement: Statement;
  try {
    statement = parseStatement(bytes, requireSuite(crypto.suites, 'sha256-p256').hash);
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    return { finding: finding(error.code, error.message), statement: undefined, signers: undefined };
  }
  const signers = await judgeSigners(statement.question, bytes, trust, crypto);
  if ('code' in signers) return { finding: signers, statement, signers: undefined };
  return { finding: answer(statement, signers, trust), statement, signers };
}

function answer(statement: Statement, signers: Signers, trust: PreparedTrust | undefined): Finding {
  if (!trust) return finding('VALIDITY_NOT_CHECKED', 'no trust profile for this network');
  const definition = judgeDefinition(statement, trust);
  if (definition) return definition;
  const tooFew = tooFewSigners(signers, trust);
  if (tooFew) return tooFew;
  const { block, position } = statement.recorded;
  return finding(
    'STATEMENT_SIGNED',
    `recorded in block ${block}, position ${position}; signed by ${signers.organizations.join(', ')}`,
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
