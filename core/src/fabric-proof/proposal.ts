/** The question of a statement: a client's signed proposal, taken apart and held to the one form that a statement has. */
import { toHex } from '../encoding/hex.js';
import { utf8Decode } from '../encoding/utf8.js';
import { HASH_BYTES } from '../hash/hex-hash.js';
import type { Hash } from '../hash/suite.js';
import { MAX_ATTESTED } from '../ledger/ledger-api.js';
import { readMessage } from '../protobuf/message.js';
import { type Call, CallError, parseCall } from './call.js';
import { HEADER, PROPOSAL, SIGNED_PROPOSAL } from './messages.js';
import { StatementError } from './statement-error.js';

/** A proposal to call a contract. */
export interface Question extends Call {
  /** What the client signed. */
  readonly signedBytes: Uint8Array;
  readonly signature: Uint8Array;
}

/** A proposal to call `attest`. */
export interface AttestProposal extends Question {
  /** Name of the definition that was called. */
  readonly namespace: string;
  readonly series: string;
  readonly batch: number;
  /** Document hashes asked for, lowercase hex, distinct. */
  readonly hashes: readonly string[];
}

const FUNCTION = 'attest';
const BATCH_NUMBER = /^[1-9][0-9]{0,15}$/;

/**
 * @param bytes protos.SignedProposal.
 * @param sha256 Fabric hashes with SHA-256, whatever the suite of the documents.
 * @throws {ProtobufError} Unless it is canonical protobuf at every level.
 * @throws {StatementError} `STATEMENT_NOT_ATTEST`, `STATEMENT_TX_ID_MISMATCH`
 */
export function parseQuestion(bytes: Uint8Array, sha256: Hash): Question {
  const signed = readMessage(SIGNED_PROPOSAL, bytes);
  const proposal = readMessage(PROPOSAL, signed.proposalBytes);
  if (proposal.extension.length > 0) throw notAttest('proposal carries an extension');
  const header = readMessage(HEADER, proposal.header);
  try {
    const call = parseCall({ ...header, proposalPayload: proposal.payload }, sha256);
    return { ...call, signedBytes: signed.proposalBytes, signature: signed.signature };
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    const code = error.fault === 'txId' ? 'STATEMENT_TX_ID_MISMATCH' : 'STATEMENT_NOT_ATTEST';
    throw new StatementError(code, error.message, { cause: error });
  }
}

/** @throws As `parseQuestion`. */
export function parseAttestProposal(bytes: Uint8Array, sha256: Hash): AttestProposal {
  const question = parseQuestion(bytes, sha256);
  return { ...question, namespace: question.chaincode, ...attestArguments(question.args) };
}

function attestArguments(args: readonly Uint8Array[]): Pick<AttestProposal, 'series' | 'batch' | 'hashes'> {
  const [name, series, batch, hashes] = args;
  if (!name || !series || !batch || !hashes || args.length !== 4 || argumentText(name) !== FUNCTION) {
    throw notAttest(`call is not ${FUNCTION}(series, batch, hashes)`);
  }
  const count = hashes.length / HASH_BYTES;
  if (!Number.isInteger(count) || count < 1 || count > MAX_ATTESTED) {
    throw notAttest(`hashes must be 1 to ${MAX_ATTESTED} times 32 bytes`);
  }
  const list = Array.from({ length: count }, (_, at) =>
    toHex(hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)),
  );
  if (new Set(list).size !== count) throw notAttest('a document is asked for twice');
  const number = argumentText(batch);
  if (!BATCH_NUMBER.test(number) || !Number.isSafeInteger(Number(number)))
    throw notAttest('batch is not a number');
  return { series: argumentText(series), batch: Number(number), hashes: list };
}

/** @throws {StatementError} `STATEMENT_NOT_ATTEST` unless the argument is UTF-8. */
export function argumentText(bytes: Uint8Array): string {
  try {
    return utf8Decode(bytes);
  } catch {
    throw notAttest('argument is not UTF-8');
  }
}

function notAttest(detail: string): StatementError {
  return new StatementError('STATEMENT_NOT_ATTEST', detail);
}
