/**
 * Takes signed blocks in order: verifies the chain and the orderers' quorum, validates each transaction, computes the
 * commit hash and stores the block (fabric.md section 4.8). A block that is refused changes nothing.
 */
import { METADATA, withMetadata, type Block } from './blocks/block.js';
import { assertNextBlock } from './blocks/block-signatures.js';
import { commitHashMetadata, nextCommitHash } from './blocks/commit-hash.js';
import type { Ledger } from './ledger/ledger.js';
import type { ChannelConfig } from './msp/channel-config.js';
import { validateBlock } from './validation/validator.js';

export class Committer {
  readonly #ledger: Ledger;
  readonly #config: ChannelConfig;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(ledger: Ledger, config: ChannelConfig) {
    this.#ledger = ledger;
    this.#config = config;
  }

  /**
   * @returns The block with flags and commit hash; durable.
   * @throws {BlockRefused} When it does not follow, or no quorum of distinct consenters signed it.
   */
  commit(block: Block): Promise<Block> {
    const committed = this.#queue.then(() => this.#commit(block));
    this.#queue = committed.catch(() => undefined);
    return committed;
  }

  async #commit(block: Block): Promise<Block> {
    assertNextBlock(block, this.#ledger.last, this.#config);
    const { flags, changes } = await validateBlock(block, this.#config, {
      state: this.#ledger.state,
      transaction: (txId) => this.#ledger.transaction(txId),
    });
    const commitHash = nextCommitHash(flags, changes.updates, this.#ledger.commitHash);
    const validated = withMetadata(block, {
      [METADATA.flags]: flags,
      [METADATA.commitHash]: commitHashMetadata(commitHash),
    });
    await this.#ledger.commit(validated, changes);
    return validated;
  }
}
