/** What peers signed as the outcome of a call that only reads. */
import { equalBytes } from '../encoding/bytes.js';
import { readMessage } from '../protobuf/message.js';
import { CHAINCODE_ACTION, PROPOSAL_RESPONSE_PAYLOAD } from './messages.js';
import type { Question } from './proposal.js';
import { StatementError } from './statement-error.js';

export interface Action {
  readonly response:
    { readonly status: number; readonly message: string; readonly payload: Uint8Array } | undefined;
  /** rwset.TxReadWriteSet; empty for system chaincodes. */
  readonly results: Uint8Array;
  /** Version of the chaincode, as its definition names it. */
  readonly version: string;
}

/**
 * @param payload protos.ProposalResponsePayload.
 * @throws {ProtobufError} Unless it is canonical protobuf.
 * @throws {StatementError} `STATEMENT_PROPOSAL_MISMATCH`, `STATEMENT_HAS_EFFECTS`, `STATEMENT_NOT_ATTEST`
 */
export function parseAction(payload: Uint8Array, question: Question): Action {
  const { proposalHash, extension } = readMessage(PROPOSAL_RESPONSE_PAYLOAD, payload);
  if (!equalBytes(proposalHash, question.hash)) {
    throw new StatementError('STATEMENT_PROPOSAL_MISMATCH', 'the answer belongs to another proposal');
  }
  const { chaincodeId, events, response, results } = readMessage(CHAINCODE_ACTION, extension);
  if (events.length > 0) throw new StatementError('STATEMENT_HAS_EFFECTS', 'the call set an event');
  if (chaincodeId?.name !== question.chaincode) {
    throw new StatementError('STATEMENT_NOT_ATTEST', 'another chaincode answered');
  }
  return { response, results, version: chaincodeId.version };
}

/** @throws {StatementError} `STATEMENT_REFUSED` unless the call succeeded. */
export function answerOfAction({ response }: Action): Uint8Array {
  if (response?.status !== 200 || response.message !== '') {
    throw new StatementError('STATEMENT_REFUSED', `the ledger answered with status ${response?.status ?? 0}`);
  }
  return response.payload;
}
