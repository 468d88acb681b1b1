/**
 * The configuration chain as the peer of one organization keeps it: genesis, then every configuration block up to the
 * one that is in force for a block. Found by walking back: the block before a configuration block names the one that
 * was in force until then.
 *
 * @module
 */
import type { BundleConfigurationBlock } from '@chopmark/core/verify';

import type { StoredBlock } from '../ledger/stored-block.js';
import { base64 } from './base64.js';
import { EvidenceError } from './evidence-error.js';

/** As many as a bundle may carry (docs/formats.md section 4). */
const MAX_CONFIGURATIONS = 64;

interface Kept {
  readonly link: BundleConfigurationBlock;
  /** Number of the configuration block before; of the genesis block: none. */
  readonly before: number | undefined;
}

export class ConfigurationChain {
  readonly #block: (number: number) => Promise<StoredBlock>;
  /** By block number. Configurations are few, and each is wanted for every block after it. */
  readonly #kept = new Map<number, Kept>();

  /** @param block Rejects when the peer does not give the block. */
  constructor(block: (number: number) => Promise<StoredBlock>) {
    this.#block = block;
  }

  /**
   * @param number Of a configuration block.
   * @returns Ascending, genesis first.
   * @throws {EvidenceError} `FULL_BUNDLE_TOO_LARGE` for more than a bundle may carry.
   */
  async upTo(number: number): Promise<BundleConfigurationBlock[]> {
    const links: BundleConfigurationBlock[] = [];
    for (let next: number | undefined = number; next !== undefined;) {
      if (links.length === MAX_CONFIGURATIONS) throw new EvidenceError('FULL_BUNDLE_TOO_LARGE', number);
      const kept: Kept = this.#kept.get(next) ?? (await this.#read(next));
      this.#kept.set(next, kept);
      links.unshift(kept.link);
      next = kept.before;
    }
    return links;
  }

  async #read(number: number): Promise<Kept> {
    const { header, envelopes, signatures } = await this.#block(number);
    const link = { header: base64(header), envelope: base64(envelopes[0] ?? new Uint8Array(0)) };
    if (number === 0) return { link, before: undefined };
    const { lastConfig } = await this.#block(number - 1);
    // A peer that names a later one would lead in a circle.
    if (lastConfig >= number) throw new EvidenceError('BLOCK_NOT_AVAILABLE', number - 1);
    return { link: { ...link, orderers: base64(signatures) }, before: lastConfig };
  }
}
