/**
 * Statements that any Fabric network can make, whatever its contracts: a peer's answer about one transaction (chaincode
 * `qscc`, function `GetTransactionByID`), and any call that only reads. Asked of peers by a client, never ordered.
 *
 * @module
 */
import type { Hash } from '../hash/suite.js';
import { readMessage } from '../protobuf/message.js';
import { answerOfAction, parseAction } from './action.js';
import { PROCESSED_TRANSACTION } from './block-messages.js';
import { type Question, argumentText, parseQuestion } from './proposal.js';
import { type Reads, parseReads } from './read-set.js';
import type { StatementBytes } from './statement.js';
import { StatementError, orNotCanonical } from './statement-error.js';

/** What peers say about one transaction. */
export interface ValidationStatement {
  readonly question: Question;
  /** Lowercase hex, as it was asked for. */
  readonly txId: string;
  /** common.Envelope that the peers keep under the identifier. */
  readonly envelope: Uint8Array;
  /** 0 = VALID. */
  readonly validationCode: number;
}

/** What peers read when they answered a call. */
export interface ReadStatement {
  readonly question: Question;
  /** Namespace → key → version. */
  readonly reads: ReadonlyMap<string, Reads>;
}

const SYSTEM_CHAINCODE = 'qscc';
const SYSTEM_VERSION = 'syscc';
const FUNCTION = 'GetTransactionByID';

/** @throws {StatementError} */
export function parseValidationStatement(bytes: StatementBytes, sha256: Hash): ValidationStatement {
  return orNotCanonical(() => {
    const question = parseQuestion(bytes.signedProposal, sha256);
    const txId = transactionAskedFor(question);
    const action = parseAction(bytes.responsePayload, question);
    if (action.version !== SYSTEM_VERSION)
      throw new StatementError(
        'STATEMENT_NOT_ATTEST',
        'the chaincode that answered is none of the peer itself',
      );
    if (action.results.length > 0)
      throw new StatementError('STATEMENT_HAS_EFFECTS', 'a question about a transaction reads no state');
    return { question, txId, ...readMessage(PROCESSED_TRANSACTION, answerOfAction(action)) };
  });
}

function transactionAskedFor({ chaincode, channel, args }: Question): string {
  const [name, asked, txId] = args.map(argumentText);
  const isAsked =
    chaincode === SYSTEM_CHAINCODE && name === FUNCTION && asked === channel && args.length === 3;
  if (!isAsked || txId === undefined)
    throw new StatementError('STATEMENT_NOT_ATTEST', `call is not ${FUNCTION}(channel, transaction)`);
  return txId;
}

/** @throws {StatementError} Unless it answers successfully and does nothing but read. */
export function parseReadStatement(bytes: StatementBytes, sha256: Hash): ReadStatement {
  return orNotCanonical(() => {
    const question = parseQuestion(bytes.signedProposal, sha256);
    const action = parseAction(bytes.responsePayload, question);
    answerOfAction(action);
    return { question, reads: parseReads(action.results) };
  });
}
