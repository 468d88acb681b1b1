/**
 * Blocks asked about last, by the peer that keeps them: within a bound of bytes, each asked for once however many want
 * it at the same time.
 *
 * @module
 */
import type { Ledger } from '../ledger/ledger.js';
import type { StoredBlock } from '../ledger/stored-block.js';

/** A block with an anchor of 16,384 entries has about 0.6 MB. */
const MAX_KEPT_BYTES = 32 * 1024 * 1024;

export class BlockStore {
  readonly #ledger: Pick<Ledger, 'storedBlock'>;
  readonly #maxBytes: number;
  readonly #kept = new Map<string, StoredBlock>();
  readonly #asking = new Map<string, Promise<StoredBlock | undefined>>();
  #bytes = 0;

  constructor(ledger: Pick<Ledger, 'storedBlock'>, maxBytes = MAX_KEPT_BYTES) {
    this.#ledger = ledger;
    this.#maxBytes = maxBytes;
  }

  /** Bytes of the blocks that are kept. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @returns `undefined` when that peer does not have the block. @throws {UnavailableError} */
  async block(number: number, mspId: string): Promise<StoredBlock | undefined> {
    const key = `${mspId}/${number}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept;
    }
    const asking = this.#asking.get(key) ?? this.#ask(key, number, mspId);
    this.#asking.set(key, asking);
    return asking;
  }

  async #ask(key: string, number: number, mspId: string): Promise<StoredBlock | undefined> {
    try {
      const block = await this.#ledger.storedBlock(number, mspId);
      if (block !== undefined) this.#keep(key, block);
      return block;
    } finally {
      this.#asking.delete(key);
    }
  }

  #keep(key: string, block: StoredBlock): void {
    const size = sizeOf(block);
    if (size > this.#maxBytes) return;
    this.#kept.set(key, block);
    this.#bytes += size;
    for (const [oldest, left] of this.#kept) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#kept.delete(oldest);
      this.#bytes -= sizeOf(left);
    }
  }
}

function sizeOf({ header, signatures, envelopes }: StoredBlock): number {
  return envelopes.reduce((sum, { length }) => sum + length, header.length + signatures.length);
}
