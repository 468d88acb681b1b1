/**
 * A block's envelopes and header. The data hash covers the plain concatenation of the envelopes, without lengths, so
 * each envelope must be well formed: otherwise the same bytes could be cut into other transactions.
 *
 * @see https://github.com/hyperledger/fabric/blob/v3.1.5/protoutil/blockutils.go VerifyTransactionsAreWellFormed
 * @module
 */
import { concatBytes, equalBytes } from '../encoding/bytes.js';
import type { Hash } from '../hash/suite.js';
import { readMessage } from '../protobuf/message.js';
import { ENVELOPE } from './block-messages.js';
import { type BlockHeader, parseBlockHeader } from './block-header.js';
import { OrderingError, orMalformed } from './ordering-error.js';

/** The bytes that a bundle carries. */
export interface BlockBytes {
  /** DER. */
  readonly header: Uint8Array;
  /** common.Envelope each, all of the block in order. */
  readonly envelopes: readonly Uint8Array[];
  /** common.Metadata: the signatures of orderers. */
  readonly orderers: Uint8Array;
}

/**
 * @returns The header, once it is that of these envelopes.
 * @throws {OrderingError} `BLOCK_HEADER_MALFORMED`, `BLOCK_DATA_MALFORMED`, `BLOCK_DATA_HASH_MISMATCH`
 */
export function parseBlock({ header: der, envelopes }: BlockBytes, sha256: Hash): BlockHeader {
  const header = parseBlockHeader(der, sha256);
  for (const [at, envelope] of envelopes.entries()) assertWellFormed(envelope, at);
  if (!equalBytes(sha256(concatBytes(...envelopes)), header.dataHash)) {
    throw new OrderingError(
      'BLOCK_DATA_HASH_MISMATCH',
      `the envelopes are not those of block ${header.number}`,
    );
  }
  return header;
}

function assertWellFormed(envelope: Uint8Array, at: number): void {
  const { payload, signature } = orMalformed('BLOCK_DATA_MALFORMED', `envelope ${at}`, () =>
    readMessage(ENVELOPE, envelope),
  );
  if (payload.length === 0 || signature.length === 0)
    throw new OrderingError('BLOCK_DATA_MALFORMED', `envelope ${at} lacks payload or signature`);
}
