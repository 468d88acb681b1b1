/**
 * A block as one peer keeps it: exact bytes, for whoever checks the ordering service's signatures.
 *
 * @module
 */
import { GatewayError, type Network } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';

import { UnavailableError } from '../errors.js';
import { sha256 } from '../proofs/node-crypto.js';
import { headerBytes } from './read-block.js';
import { causesOf } from './causes.js';
import { unfold } from './translate.js';

export interface StoredBlock {
  readonly number: number;
  /** DER, as the orderers signed it and as the next block names its hash. */
  readonly header: Uint8Array;
  readonly headerHash: Uint8Array;
  /** Empty for the genesis block. */
  readonly previousHash: Uint8Array;
  /** `common.Envelope` each, as they stand in the block. */
  readonly envelopes: readonly Uint8Array[];
  /** `common.Metadata` at place SIGNATURES: each peer keeps its own subset of a quorum. Empty for the genesis block. */
  readonly signatures: Uint8Array;
  /** Number of the configuration block in force for it, by the signed value; a configuration block names itself. */
  readonly lastConfig: number;
}

/** Place of the orderers' signatures among a block's metadata. */
const SIGNATURES = 0;

/** @param bytes `common.Block`. @throws {Error} When the block lacks a part. */
export function readStoredBlock(bytes: Uint8Array): StoredBlock {
  const block = common.Block.deserializeBinary(bytes);
  const header = block.getHeader();
  if (header === undefined) throw new Error('block without header');
  const number = header.getNumber();
  const previousHash = header.getPreviousHash_asU8();
  const der = headerBytes(number, previousHash, header.getDataHash_asU8());
  const signatures = block.getMetadata()?.getMetadataList_asU8()[SIGNATURES] ?? new Uint8Array(0);
  return {
    number,
    header: der,
    headerHash: sha256(der),
    previousHash,
    envelopes: block.getData()?.getDataList_asU8() ?? [],
    signatures: number === 0 ? new Uint8Array(0) : signatures,
    lastConfig: number === 0 ? 0 : lastConfigOf(signatures),
  };
}

function lastConfigOf(signatures: Uint8Array): number {
  const { OrdererBlockMetadata, Metadata } = common;
  const value = Metadata.deserializeBinary(signatures).getValue_asU8();
  return OrdererBlockMetadata.deserializeBinary(value).getLastConfig()?.getIndex() ?? 0;
}

/** What qscc says of a block that lies ahead of the peer, or before the snapshot it began with. */
const ABSENT = /Failed to get block number/;

/**
 * Asks the peer of one organization, through the own peer's gateway service.
 *
 * @returns `undefined` when that peer does not have the block.
 * @throws {UnavailableError} When it cannot be asked, or answers no such block.
 */
export async function storedBlockOf(
  network: Pick<Network, 'getName' | 'getContract'>,
  number: number,
  mspId: string,
): Promise<StoredBlock | undefined> {
  const proposal = network.getContract('qscc').newProposal('GetBlockByNumber', {
    arguments: [network.getName(), String(number)],
    endorsingOrganizations: [mspId],
  });
  try {
    const block = readStoredBlock(await proposal.evaluate());
    if (block.number === number) return block;
    throw new Error(`it answered block ${block.number}`);
  } catch (error) {
    const text = wordsOf(error);
    if (error instanceof GatewayError && ABSENT.test(text)) return undefined;
    throw new UnavailableError('ledger', `block ${number} of the peer of ${mspId}: ${text}`, {
      cause: error,
      causes:
        error instanceof GatewayError ? causesOf(error) : [{ organization: mspId, code: 'LEDGER_TROUBLE' }],
    });
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof GatewayError) return unfold(error);
  return error instanceof Error ? error.message : String(error);
}
