/** Is a transaction valid on the ledger, and where, by the word of enough organizations? For any contract's. */
import { equalBytes } from '../encoding/bytes.js';
import type { Signers } from '../fabric-proof/endorsement.js';
import type { Version } from '../fabric-proof/messages.js';
import type { Question } from '../fabric-proof/proposal.js';
import type { StatementBytes } from '../fabric-proof/statement.js';
import { StatementError } from '../fabric-proof/statement-error.js';
import type { Transaction } from '../fabric-proof/transaction.js';
import {
  type ReadStatement,
  type ValidationStatement,
  parseReadStatement,
  parseValidationStatement,
} from '../fabric-proof/validation-statement.js';
import { type Hash, requireSuite } from '../hash/suite.js';
import type { PreparedTrust } from '../trust/prepared-trust.js';
import type { VerifyCrypto } from '../x509/verify-crypto.js';
import type { JudgedTransaction } from './judge-transaction.js';
import { judgeSigners, tooFewSigners } from './statement-signers.js';
import { type Finding, finding } from './verdict.js';

/** A statement with its signers. */
export interface JudgedStatement<T> {
  /** Undefined when it proves nothing. */
  readonly statement: T | undefined;
  readonly signers: Signers | undefined;
  readonly finding: Finding;
}

/** @param bytes The answer of `qscc` about the transaction. */
export async function judgeValidation(
  bytes: StatementBytes,
  { envelope, transaction }: JudgedTransaction,
  trust: PreparedTrust,
  crypto: VerifyCrypto,
): Promise<JudgedStatement<ValidationStatement>> {
  const judged = await judgeStatement(bytes, parseValidationStatement, trust, crypto);
  const { statement } = judged;
  if (!statement || judged.finding.outcome === 'fail') return judged;
  const against = contradiction(statement, envelope, transaction, trust);
  return against ? { ...judged, finding: against } : judged;
}

function contradiction(
  { question, txId, envelope: kept, validationCode }: ValidationStatement,
  envelope: Uint8Array,
  transaction: Transaction | undefined,
  { profile }: PreparedTrust,
): Finding | undefined {
  if (question.channel !== profile.channel)
    return finding('STATEMENT_ANSWER_MISMATCH', `the statement is about channel ${question.channel}`);
  if (txId !== transaction?.call.txId)
    return finding('STATEMENT_ANSWER_MISMATCH', `the statement is about transaction ${txId}`);
  if (!equalBytes(kept, envelope))
    return finding('STATEMENT_ANSWER_MISMATCH', 'another envelope stands under this identifier');
  if (validationCode !== 0)
    return finding('TRANSACTION_INVALIDATED', `the transaction was found invalid, code ${validationCode}`);
  return undefined;
}

/**
 * @param bytes A call of the transaction's contract that read what the transaction wrote.
 * @returns Judged like any statement; beside it the versions of keys that the transaction writes.
 */
export async function judgePlace(
  bytes: StatementBytes,
  { transaction }: JudgedTransaction,
  trust: PreparedTrust,
  crypto: VerifyCrypto,
): Promise<JudgedStatement<ReadStatement> & { readonly versions: readonly Version[] }> {
  const judged = await judgeStatement(bytes, parseReadStatement, trust, crypto);
  const { statement } = judged;
  if (!statement || !transaction || judged.finding.outcome !== 'pass') return { ...judged, versions: [] };
  if (statement.question.channel !== transaction.call.channel) {
    const other = finding(
      'STATEMENT_ANSWER_MISMATCH',
      `the statement is about channel ${statement.question.channel}`,
    );
    return { ...judged, finding: other, versions: [] };
  }
  return { ...judged, versions: versionsOf(statement, transaction) };
}

function versionsOf({ reads }: ReadStatement, { writes }: Transaction): Version[] {
  const found: Version[] = [];
  for (const [namespace, keys] of writes) {
    for (const key of keys.keys()) {
      const version = reads.get(namespace)?.get(key);
      if (version) found.push(version);
    }
  }
  return found;
}

async function judgeStatement<T extends { readonly question: Question }>(
  bytes: StatementBytes,
  parse: (bytes: StatementBytes, sha256: Hash) => T,
  trust: PreparedTrust,
  crypto: VerifyCrypto,
): Promise<JudgedStatement<T>> {
  let statement: T;
  try {
    statement = parse(bytes, requireSuite(crypto.suites, 'sha256-p256').hash);
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    return { statement: undefined, signers: undefined, finding: finding(error.code, error.message) };
  }
  const signers = await judgeSigners(statement.question, bytes, trust, crypto);
  if ('code' in signers) return { statement, signers: undefined, finding: signers };
  const signed = finding('STATEMENT_SIGNED', `signed by ${signers.organizations.join(', ')}`);
  return { statement, signers, finding: tooFewSigners(signers, trust) ?? signed };
}
