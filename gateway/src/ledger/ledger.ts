/**
 * What the gateway needs from a ledger; `FabricLedger` is the one adapter.
 *
 * Every method rejects with a `LedgerError` for a refusal by a rule of the contract and with
 * `UnavailableError('ledger', …)` when there was no usable answer. A submit whose outcome is
 * unknown is the latter too: the caller asks by key and sends the same bytes again.
 *
 * @module
 */
import type { BatchRecord, ClockRecord, HeadRecord, HexHash, SeriesRecord } from '@chopmark/core';

import type { StoredBlock } from './stored-block.js';

/** A batch as it is to stand on the ledger; hashes are 32 bytes each. */
export interface AnchorRequest {
  readonly series: string;
  readonly batch: number;
  readonly first: number;
  /** Lowercase hex. */
  readonly root: string;
  /** Document hashes, concatenated in order of sequence. */
  readonly entries: Uint8Array;
}

/** Endorsed and signed, ready to be stored and then submitted; these very bytes are what a block will hold. */
export interface SignedEnvelope {
  readonly txId: string;
  /** `common.Envelope`, canonical protobuf. */
  readonly bytes: Uint8Array;
  /** MSP ids of those that endorsed it. */
  readonly endorsers: readonly string[];
  /** What the contract answered: canonical JSON. */
  readonly result: string;
}

/** One write of a VALID transaction in the gateway's own namespace. */
export interface LedgerWrite {
  /** Type of the composite key and its attributes, e.g. `batch` and [series, number of 16 digits]. */
  readonly type: string;
  readonly attributes: readonly string[];
  /** Stored bytes; empty when the key was deleted. */
  readonly value: Uint8Array;
}

export interface LedgerTransaction {
  readonly position: number;
  /** As its channel header claims: anybody can claim any id. */
  readonly txId: string;
  /** Fabric's validation code as the own peer recorded it: 0 is VALID. */
  readonly code: number;
  /** SHA-256 of the envelope as it stands in the block. */
  readonly envelopeHash: Uint8Array;
  /** Empty unless VALID. */
  readonly writes: readonly LedgerWrite[];
}

export interface LedgerBlock {
  readonly number: number;
  /** DER. */
  readonly header: Uint8Array;
  /** SHA-256 of the DER header. */
  readonly headerHash: Uint8Array;
  /** Empty for the genesis block. */
  readonly previousHash: Uint8Array;
  readonly transactions: readonly LedgerTransaction[];
}

/** One endorse-only answer with the proposal that it answers: a bundle's `statement`, as bytes. */
export interface SignedStatement {
  /** `protos.SignedProposal`. */
  readonly signedProposal: Uint8Array;
  /** `protos.ProposalResponsePayload`. */
  readonly responsePayload: Uint8Array;
  readonly endorsements: readonly { readonly endorser: Uint8Array; readonly signature: Uint8Array }[];
  /** The attestation itself: canonical JSON bytes. */
  readonly result: Uint8Array;
}

export interface Ledger {
  /** Lowercase hex SHA-256 of the genesis header. */
  readonly network: HexHash;
  readonly channel: string;
  readonly namespace: string;
  readonly mspId: string;
  /** MSP ids of all organizations whose peers can be asked, the own one among them. */
  readonly organizations: readonly string[];

  /** `undefined` where the ledger answered that there is none. Asked of the own organization's peer. */
  series(series: string): Promise<SeriesRecord | undefined>;
  head(series: string): Promise<HeadRecord | undefined>;
  batch(series: string, batch: number): Promise<BatchRecord | undefined>;
  clock(): Promise<ClockRecord | undefined>;

  /** Resolves once committed. */
  openSeries(series: string, kind: string, suite: string, prefix: string): Promise<void>;
  /** Resolves once committed; `CLOCK_TOO_SOON` when somebody was faster. */
  tick(): Promise<void>;

  /** @param avoid MSP ids not to choose as second endorser while another will do. */
  endorseAnchor(request: AnchorRequest, avoid?: readonly string[]): Promise<SignedEnvelope>;
  endorseFence(series: string, batch: number, avoid?: readonly string[]): Promise<SignedEnvelope>;
  /** Hands the stored bytes to the orderers. Success means taken, not committed. */
  submit(txId: string, envelope: Uint8Array): Promise<void>;

  /** @param hashes 1 to 1,000 document hashes of the batch. @param avoid MSP ids to leave out while enough remain. */
  attest(
    series: string,
    batch: number,
    hashes: readonly Uint8Array[],
    avoid?: readonly string[],
  ): Promise<SignedStatement>;

  /**
   * The block stream of the own organization's peer, from block `from` on; it ends only by an error
   * (`UnavailableError`; `LedgerBehindError` when the peer has not got that far) or by the signal.
   */
  blocks(from: number, signal: AbortSignal): AsyncIterable<LedgerBlock>;

  /** A block as the peer of one organization keeps it; `undefined` when that peer does not have it. */
  storedBlock(number: number, mspId: string): Promise<StoredBlock | undefined>;

  /** Blocks that the own organization's peer has. */
  height(): Promise<number>;
  /** Entries of the batch that was anchored at (block, position), as its transaction carried them; nothing proves them. */
  anchoredEntries(block: number, position: number): Promise<Uint8Array>;

  close(): void;
}

/** The peer's chain is shorter than what the database has already seen: another or a restored ledger. */
export class LedgerBehindError extends Error {
  override readonly name = 'LedgerBehindError';
}

/** The orderers answered, and the answer was no (not permitted, malformed, too large). */
export class SubmitRefusedError extends Error {
  override readonly name = 'SubmitRefusedError';
}
