/**
 * A transaction as it stands in a block: a client's signed envelope around one call and what peers signed as its
 * result. This module settles what it says and that its parts belong together; whose signatures count is settled in
 * transaction-signers.ts.
 *
 * @module
 */
import { equalBytes } from '../encoding/bytes.js';
import type { Hash } from '../hash/suite.js';
import { ProtobufError } from '../protobuf/protobuf-error.js';
import { readMessage } from '../protobuf/message.js';
import { CHAINCODE_ACTION_PAYLOAD, ENVELOPE, PAYLOAD, TRANSACTION } from './block-messages.js';
import { type Call, CallError, parseCall } from './call.js';
import { CHAINCODE_ACTION, PROPOSAL_RESPONSE_PAYLOAD } from './messages.js';
import type { Endorsement } from './statement.js';
import { TransactionError, type TransactionFault } from './transaction-error.js';
import { type Writes, parseWrites } from './write-set.js';

export interface Transaction {
  readonly call: Call;
  /** common.Payload: what the client signed. */
  readonly signedBytes: Uint8Array;
  readonly signature: Uint8Array;
  /** protos.ProposalResponsePayload: what the peers signed, each with its own identity after it. */
  readonly responsePayload: Uint8Array;
  readonly endorsements: readonly Endorsement[];
  readonly writes: Writes;
}

/** More organizations than any channel has; each endorsement costs a verification. */
const MAX_ENDORSEMENTS = 64;

/**
 * @param bytes common.Envelope.
 * @throws {TransactionError} `TRANSACTION_ENDORSER_MALFORMED` for too many of them; codes of form, in this order: `TRANSACTION_NOT_CANONICAL`, `TRANSACTION_TYPE_UNEXPECTED`,
 *   `TRANSACTION_ACTION_MISMATCH`, `TRANSACTION_ID_MISMATCH`, `TRANSACTION_CHAINCODE_MISMATCH`,
 *   `TRANSACTION_PROPOSAL_MISMATCH`, `TRANSACTION_REFUSED`.
 */
export function parseTransaction(bytes: Uint8Array, sha256: Hash): Transaction {
  try {
    const { payload, signature } = readMessage(ENVELOPE, bytes);
    const { header, data } = readMessage(PAYLOAD, payload);
    const [action, ...others] = readMessage(TRANSACTION, data).actions;
    if (!header || !action || others.length > 0)
      throw new TransactionError('TRANSACTION_TYPE_UNEXPECTED', 'not a transaction of exactly one action');
    if (!equalBytes(action.header, header.signatureHeader))
      throw new TransactionError(
        'TRANSACTION_ACTION_MISMATCH',
        'action and transaction name different senders',
      );
    const { proposalPayload, action: endorsed } = readMessage(CHAINCODE_ACTION_PAYLOAD, action.payload);
    const call = callFrom(() => parseCall({ ...header, proposalPayload }, sha256));
    if (!endorsed) throw new TransactionError('TRANSACTION_TYPE_UNEXPECTED', 'action without a result');
    const { responsePayload, endorsements } = endorsed;
    if (endorsements.length > MAX_ENDORSEMENTS)
      throw new TransactionError(
        'TRANSACTION_ENDORSER_MALFORMED',
        `more than ${MAX_ENDORSEMENTS} endorsements`,
      );
    const writes = writesOf(responsePayload, call);
    return { call, signedBytes: payload, signature, responsePayload, endorsements, writes };
  } catch (error) {
    if (!(error instanceof ProtobufError)) throw error;
    throw new TransactionError('TRANSACTION_NOT_CANONICAL', error.message, { cause: error });
  }
}

const CALL_FAULTS: Readonly<Record<CallError['fault'], TransactionFault>> = {
  type: 'TRANSACTION_TYPE_UNEXPECTED',
  txId: 'TRANSACTION_ID_MISMATCH',
  invocation: 'TRANSACTION_CHAINCODE_MISMATCH',
};

function callFrom(read: () => Call): Call {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    throw new TransactionError(CALL_FAULTS[error.fault], error.message, { cause: error });
  }
}

function writesOf(responsePayload: Uint8Array, call: Call): Writes {
  const { proposalHash, extension } = readMessage(PROPOSAL_RESPONSE_PAYLOAD, responsePayload);
  if (!equalBytes(proposalHash, call.hash))
    throw new TransactionError('TRANSACTION_PROPOSAL_MISMATCH', 'the result belongs to another call');
  const { chaincodeId, response, results } = readMessage(CHAINCODE_ACTION, extension);
  if (chaincodeId?.name !== call.chaincode)
    throw new TransactionError('TRANSACTION_CHAINCODE_MISMATCH', 'another chaincode gave the result');
  if (response?.status !== 200)
    throw new TransactionError('TRANSACTION_REFUSED', `the call ended with status ${response?.status ?? 0}`);
  return parseWrites(results);
}
