/** Who sent the transaction that wrote the record, who signed its result, and is it this record? */
import { equalBytes } from '../encoding/bytes.js';
import type { Signers } from '../fabric-proof/endorsement.js';
import { batchKey } from '../fabric-proof/state-keys.js';
import type { Statement } from '../fabric-proof/statement.js';
import { type Transaction, parseTransaction } from '../fabric-proof/transaction.js';
import { TransactionError } from '../fabric-proof/transaction-error.js';
import { type TransactionSigners, verifyTransactionSigners } from '../fabric-proof/transaction-signers.js';
import { canonicalBytes } from '../encoding/canonical-json.js';
import { requireSuite } from '../hash/suite.js';
import type { PreparedTrust } from '../trust/prepared-trust.js';
import type { VerifyCrypto } from '../x509/verify-crypto.js';
import { type Finding, finding } from './verdict.js';

/** What is known of a transaction, whatever it is compared with; exact bytes go along for the block. */
export interface JudgedTransaction {
  readonly envelope: Uint8Array;
  /** Undefined when it cannot be read. */
  readonly transaction: Transaction | undefined;
  /** Undefined when a signature is no good. */
  readonly signers: TransactionSigners | undefined;
  readonly finding: Finding;
}

/** Whose signatures a transaction needs: of this organization, if one is named, and of so many distinct ones in all. */
export interface EndorsementNeed {
  readonly authority?: string;
  readonly organizations: number;
}

/** Policy of every definition: the authority and at least one other organization (docs/formats.md, section 3). */
const AUTHORITY_AND_ONE = 2;

/** @returns Undefined when the profile says nothing about the contract. */
export function needOf({ profile }: PreparedTrust, chaincode: string): EndorsementNeed | undefined {
  const rules = profile.namespaces.find(({ namespace }) => namespace === chaincode);
  return rules && { authority: rules.authority, organizations: AUTHORITY_AND_ONE };
}

/**
 * @param envelope common.Envelope.
 * @param need Of a transaction of this contract; undefined when nobody says.
 */
export async function judgeTransaction(
  envelope: Uint8Array,
  trust: PreparedTrust | undefined,
  need: (chaincode: string) => EndorsementNeed | undefined,
  crypto: VerifyCrypto,
): Promise<JudgedTransaction> {
  let transaction: Transaction | undefined;
  let signers: TransactionSigners | undefined;
  const judged = (answer: Finding): JudgedTransaction => ({
    envelope,
    transaction,
    signers,
    finding: answer,
  });
  try {
    transaction = parseTransaction(envelope, requireSuite(crypto.suites, 'sha256-p256').hash);
    const { call } = transaction;
    if (trust && call.channel !== trust.profile.channel)
      return judged(finding('TRANSACTION_CHANNEL_MISMATCH', `transaction of channel ${call.channel}`));
    signers = await verifyTransactionSigners(transaction, trust?.organizations, crypto);
    return judged(
      trust ? answer(transaction, signers, need(call.chaincode)) : notChecked('no trust profile'),
    );
  } catch (error) {
    if (!(error instanceof TransactionError)) throw error;
    return judged(finding(error.code, error.message));
  }
}

function answer(
  { call }: Transaction,
  { creator, isCreatorRevoked, isCreatorFormer, endorsers }: TransactionSigners,
  need: EndorsementNeed | undefined,
): Finding {
  if (!need) return notChecked(`the profile says nothing about ${call.chaincode}`);
  const { organizations } = endorsers;
  const names = organizations.join(', ') || 'nobody';
  if (!isEnough(organizations, need)) {
    const others = notCounted(endorsers);
    return isEnough([...organizations, ...others], need)
      ? finding('TRANSACTION_ENDORSERS_NOT_COUNTED', `signed by ${names}; not counted: ${others.join(', ')}`)
      : finding('TRANSACTION_ENDORSERS_TOO_FEW', `signed by ${names}`);
  }
  if (isCreatorRevoked)
    return finding('TRANSACTION_CREATOR_REVOKED', `certificate of the sender of ${creator.mspId}`);
  if (isCreatorFormer)
    return finding(
      'TRANSACTION_CREATOR_FORMER',
      `the sender's root was one of ${creator.mspId}, the profile does not name it`,
    );
  const claimed = call.claimedTime ?? 'no time';
  return finding(
    'TRANSACTION_ENDORSED',
    `${call.txId} of ${creator.mspId}, signed by ${names}; claims ${claimed}`,
  );
}

function isEnough(names: readonly string[], { authority, organizations }: EndorsementNeed): boolean {
  return new Set(names).size >= organizations && (authority === undefined || names.includes(authority));
}

function notCounted({ revoked, former, unknown }: Signers): string[] {
  return [...revoked, ...former, ...unknown];
}

/**
 * Is it the transaction that wrote the attested record?
 *
 * @param statement What is attested; undefined when there is nothing readable to compare with.
 * @returns The worst of both answers.
 */
export function compareTransaction(judged: JudgedTransaction, statement: Statement | undefined): Finding {
  const { transaction, finding: own } = judged;
  if (own.outcome === 'fail' || !transaction) return own;
  if (!statement)
    return worse(own, finding('TRANSACTION_NOT_COMPARED', 'no readable statement to compare with'));
  return contradiction(transaction, judged.signers, statement) ?? own;
}

function contradiction(
  { call, writes }: Transaction,
  signers: TransactionSigners | undefined,
  { question, answer: { channel, namespace, authority, record } }: Statement,
): Finding | undefined {
  if (call.channel !== channel)
    return finding('TRANSACTION_CHANNEL_MISMATCH', `transaction of channel ${call.channel}`);
  if (call.chaincode !== namespace)
    return finding('TRANSACTION_CHAINCODE_MISMATCH', `transaction of ${call.chaincode}`);
  if (signers && signers.creator.mspId !== authority)
    return finding('TRANSACTION_CREATOR_MISMATCH', `sent by ${signers.creator.mspId}, not by ${authority}`);
  const written = writes.get(namespace)?.get(batchKey(question.series, question.batch));
  if (!written)
    return finding(
      'TRANSACTION_WRITE_MISSING',
      `it does not write batch ${record.batch} of ${record.series}`,
    );
  // The answer was found to be canonical, so these are the very bytes that stand in it.
  if (!equalBytes(written, canonicalBytes(record)))
    return finding('TRANSACTION_RECORD_MISMATCH', 'it writes another record than the attested one');
  if (record.txId !== call.txId)
    return finding('TRANSACTION_RECORD_ID_MISMATCH', `the record names transaction ${record.txId}`);
  return undefined;
}

function worse(own: Finding, other: Finding): Finding {
  return own.outcome === 'pass' ? other : own;
}

function notChecked(detail: string): Finding {
  return finding('TRANSACTION_NOT_CHECKED', detail);
}
