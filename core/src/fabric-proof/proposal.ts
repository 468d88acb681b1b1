/**
 * The question of a statement: a client's signed proposal to call `attest`, taken apart and held to the one form
 * that a statement has.
 *
 * @module
 */
import { concatBytes } from '../encoding/bytes.js';
import { toHex } from '../encoding/hex.js';
import { utf8Decode } from '../encoding/utf8.js';
import type { Hash } from '../hash/suite.js';
import { MAX_ATTESTED } from '../ledger/ledger-api.js';
import { readMessage } from '../protobuf/message.js';
import {
  CHAINCODE_HEADER_EXTENSION,
  CHAINCODE_INVOCATION_SPEC,
  CHAINCODE_PROPOSAL_PAYLOAD,
  CHANNEL_HEADER,
  HEADER,
  PROPOSAL,
  SIGNATURE_HEADER,
  SIGNED_PROPOSAL,
} from './messages.js';
import { StatementError } from './statement-error.js';

export interface AttestProposal {
  readonly channel: string;
  /** Name of the chaincode definition, equal in extension and spec. */
  readonly namespace: string;
  readonly series: string;
  readonly batch: number;
  /** Document hashes asked for, lowercase hex, distinct. */
  readonly hashes: readonly string[];
  /** Serialized identity of the client who asked. */
  readonly creator: Uint8Array;
  /** What the client signed. */
  readonly signedBytes: Uint8Array;
  readonly signature: Uint8Array;
  /** What an answer must carry as proposal hash. */
  readonly hash: Uint8Array;
}

const ENDORSER_TRANSACTION = 3;
const FUNCTION = 'attest';
const HASH_BYTES = 32;
const BATCH_NUMBER = /^[1-9][0-9]{0,15}$/;

/**
 * @param sha256 Fabric hashes with SHA-256, whatever the suite of the documents.
 * @throws {ProtobufError} Unless it is canonical protobuf at every level.
 * @throws {StatementError} `STATEMENT_NOT_ATTEST`, `STATEMENT_TX_ID_MISMATCH`
 */
export function parseAttestProposal(bytes: Uint8Array, sha256: Hash): AttestProposal {
  const signed = readMessage(SIGNED_PROPOSAL, bytes);
  const proposal = readMessage(PROPOSAL, signed.proposalBytes);
  if (proposal.extension.length > 0) throw notAttest('proposal carries an extension');
  const header = readMessage(HEADER, proposal.header);
  const channelHeader = readMessage(CHANNEL_HEADER, header.channelHeader);
  const { creator, nonce } = readMessage(SIGNATURE_HEADER, header.signatureHeader);
  if (
    channelHeader.type !== ENDORSER_TRANSACTION ||
    channelHeader.version !== 0 ||
    channelHeader.epoch !== 0
  ) {
    throw notAttest('header is not that of an endorser transaction');
  }
  if (channelHeader.txId !== toHex(sha256(concatBytes(nonce, creator)))) {
    throw new StatementError('STATEMENT_TX_ID_MISMATCH', 'transaction id is not made of nonce and creator');
  }
  const namespace = namespaceOf(channelHeader.extension);
  const args = argumentsOf(proposal.payload, namespace);
  return {
    channel: channelHeader.channelId,
    namespace,
    ...questionOf(args),
    creator,
    signedBytes: signed.proposalBytes,
    signature: signed.signature,
    hash: sha256(concatBytes(header.channelHeader, header.signatureHeader, proposal.payload)),
  };
}

function namespaceOf(extension: Uint8Array): string {
  const id = readMessage(CHAINCODE_HEADER_EXTENSION, extension).chaincodeId;
  if (!id || id.name === '' || id.path !== '' || id.version !== '')
    throw notAttest('header names no chaincode');
  return id.name;
}

/** Transient data would not be covered by the proposal hash, decorations come from nobody who signs. */
function argumentsOf(payload: Uint8Array, namespace: string): readonly Uint8Array[] {
  const { input, transientMap } = readMessage(CHAINCODE_PROPOSAL_PAYLOAD, payload);
  if (transientMap.length > 0) throw notAttest('proposal carries transient data');
  const spec = readMessage(CHAINCODE_INVOCATION_SPEC, input).chaincodeSpec;
  const id = spec?.chaincodeId;
  if (!spec?.input || !id || id.path !== '' || id.version !== '' || spec.timeout !== 0) {
    throw notAttest('invocation is not a plain one');
  }
  if (id.name !== namespace) throw notAttest('header and invocation name different chaincodes');
  if (spec.input.decorations.length > 0 || spec.input.isInit)
    throw notAttest('invocation is not a plain one');
  return spec.input.args;
}

function questionOf(args: readonly Uint8Array[]): Pick<AttestProposal, 'series' | 'batch' | 'hashes'> {
  const [name, series, batch, hashes] = args;
  if (!name || !series || !batch || !hashes || args.length !== 4 || textOf(name) !== FUNCTION) {
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
  const number = textOf(batch);
  if (!BATCH_NUMBER.test(number) || !Number.isSafeInteger(Number(number)))
    throw notAttest('batch is not a number');
  return { series: textOf(series), batch: Number(number), hashes: list };
}

function textOf(bytes: Uint8Array): string {
  try {
    return utf8Decode(bytes);
  } catch {
    throw notAttest('argument is not UTF-8');
  }
}

function notAttest(detail: string): StatementError {
  return new StatementError('STATEMENT_NOT_ATTEST', detail);
}
