/**
 * What a full bundle adds to a compact one: the transaction, its block around it, the orderers' signatures and the
 * configuration chain, as the peer of one organization keeps them. Nothing is judged here.
 *
 * @module
 */
import type { BundleParts } from '@chopmark/core/verify';

import type { StoredBlock } from '../ledger/stored-block.js';
import { base64 } from './base64.js';
import type { BlockStore } from './block-store.js';
import { ConfigurationChain } from './configuration-chain.js';
import { EvidenceError } from './evidence-error.js';

/** Place of a transaction in the channel. */
export interface TransactionPlace {
  readonly block: number;
  readonly position: number;
}

/** The parts of a full bundle that come from blocks. */
export type BlockEvidence = Required<Pick<BundleParts, 'transaction' | 'block' | 'configuration'>>;

/** Most envelopes beside the transaction (docs/formats.md section 4). */
const MAX_OTHERS = 5_000;

export class EvidenceSource {
  readonly #blocks: BlockStore;
  readonly #chains = new Map<string, ConfigurationChain>();

  constructor(blocks: BlockStore) {
    this.#blocks = blocks;
  }

  /**
   * @param mspId Whose peer is asked.
   * @throws {EvidenceError} `BLOCK_NOT_AVAILABLE` when it does not have one of the blocks, `FULL_BUNDLE_TOO_LARGE`.
   * @throws {UnavailableError} When it cannot be asked.
   */
  async of({ block: number, position }: TransactionPlace, mspId: string): Promise<BlockEvidence> {
    const block = await this.#require(number, mspId);
    const envelopes = block.envelopes.map((envelope) => base64(envelope));
    const [envelope] = envelopes.slice(position);
    if (envelope === undefined) throw new EvidenceError('BLOCK_NOT_AVAILABLE', number);
    if (envelopes.length - 1 > MAX_OTHERS) throw new EvidenceError('FULL_BUNDLE_TOO_LARGE', number);
    return {
      transaction: { envelope },
      block: {
        header: base64(block.header),
        before: envelopes.slice(0, position),
        after: envelopes.slice(position + 1),
        orderers: base64(block.signatures),
      },
      configuration: await this.#chainOf(mspId).upTo(block.lastConfig),
    };
  }

  #chainOf(mspId: string): ConfigurationChain {
    const chain = this.#chains.get(mspId) ?? new ConfigurationChain((number) => this.#require(number, mspId));
    this.#chains.set(mspId, chain);
    return chain;
  }

  async #require(number: number, mspId: string): Promise<StoredBlock> {
    const block = await this.#blocks.block(number, mspId);
    if (block === undefined) throw new EvidenceError('BLOCK_NOT_AVAILABLE', number);
    return block;
  }
}
