/**
 * The chain of one channel: blocks in a file, state and indexes beside it. A block counts once it is in the file; the
 * state follows, and is brought up again from the blocks when a crash left it behind.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  commitHashOf,
  channelHeaderOf,
  blockHash,
  flagsOf,
  parseBlock,
  toBlockMessage,
  withGenesisFlags,
  type Block,
} from '../blocks/block.js';
import { NetworkError } from '../../network-error.js';
import { BlockFileDamaged, BlockStore, type BlockPlace } from './block-store.js';
import { StateStore, type StateReader, type TransactionPlace } from './state-store.js';
import { noChanges, updatesOfBlock, type BlockChanges } from './block-updates.js';

export type CommitListener = (block: Block) => void;

export class Ledger {
  readonly #blocks: BlockStore;
  readonly #state: StateStore;
  readonly #listeners = new Set<CommitListener>();
  readonly #recent = new Map<number, Block>();
  #last: Block;

  private constructor(blocks: BlockStore, state: StateStore, last: Block) {
    this.#blocks = blocks;
    this.#state = state;
    this.#last = last;
  }

  /**
   * @param genesis First block, used when the folder is still empty.
   * @throws {NetworkError} `NETWORK_DAMAGED` when blocks are damaged or missing, or belong to another chain.
   */
  static async open(folder: string, genesis: Block): Promise<Ledger> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const state = await StateStore.open(join(folder, 'state'));
    try {
      return await Ledger.#openBlocks(join(folder, 'blocks'), state, genesis);
    } catch (error) {
      await state.close();
      throw error instanceof BlockFileDamaged ? damaged(folder, error) : error;
    }
  }

  static async #openBlocks(path: string, state: StateStore, genesis: Block): Promise<Ledger> {
    const savepoint = await state.savepoint();
    const known = savepoint === undefined ? undefined : await state.blockPlace(savepoint);
    let replayed: Block | undefined;
    const blocks = await BlockStore.open(path, known ? endOf(known) : 0, async (content, place) => {
      const block = parseBlock(content);
      if (block.number !== (replayed?.number ?? savepoint ?? -1) + 1)
        throw new BlockFileDamaged(`the block file lacks block ${block.number - 1}`);
      await apply(state, block, place, await updatesOfBlock(block, state));
      replayed = block;
    });
    try {
      const last = replayed ?? (known ? parseBlock(await blocks.read(known)) : undefined);
      const first = withGenesisFlags(genesis);
      const ledger = new Ledger(blocks, state, last ?? first);
      if (!last) await ledger.#store(first, noChanges());
      const stored = await ledger.block(0);
      if (!stored || !blockHash(stored).equals(blockHash(genesis)))
        throw new BlockFileDamaged('the ledger belongs to another genesis block');
      return ledger;
    } catch (error) {
      await blocks.close();
      throw error;
    }
  }

  /** Number of blocks. */
  get height(): number {
    return this.#last.number + 1;
  }

  get last(): Block {
    return this.#last;
  }

  get commitHash(): Uint8Array {
    return commitHashOf(this.#last);
  }

  /** The newest state, for the committer: it alone changes it. */
  get state(): StateReader {
    return this.#state;
  }

  /** The state at the present height; close it after use. */
  snapshot(): StateReader & { close: () => Promise<void> } {
    return this.#state.snapshot();
  }

  /**
   * Stores a validated block; durable once resolved.
   *
   * @param block The next one, with flags and commit hash.
   * @param changes What its valid transactions change.
   */
  async commit(block: Block, changes: BlockChanges): Promise<void> {
    if (block.number !== this.height)
      throw new Error(`block ${block.number} is not the next at height ${this.height}`);
    await this.#store(block, changes);
    this.#last = block;
    this.#recent.set(block.number, block);
    this.#recent.delete(block.number - RECENT_BLOCKS);
    for (const listener of this.#listeners) listener(block);
  }

  async #store(block: Block, changes: BlockChanges): Promise<void> {
    const place = await this.#blocks.append(toBlockMessage(block).serializeBinary());
    await apply(this.#state, block, place, changes);
  }

  async block(number: number): Promise<Block | undefined> {
    const recent = this.#recent.get(number);
    if (recent) return recent;
    const place = await this.#state.blockPlace(number);
    return place ? parseBlock(await this.#blocks.read(place)) : undefined;
  }

  async blockByHash(headerHash: Uint8Array): Promise<Block | undefined> {
    const number = await this.#state.blockNumber(headerHash);
    return number === undefined ? undefined : this.block(number);
  }

  /** Where the first transaction that claims this id stands, whatever became of it. */
  transaction(txId: string): Promise<TransactionPlace | undefined> {
    return this.#state.transaction(txId);
  }

  /** Called for each block after it is durable, in order. @returns What ends it. */
  onCommit(listener: CommitListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    await this.#blocks.close();
    await this.#state.close();
  }
}

const RECENT_BLOCKS = 16;
const FRAME_HEADER = 8;

function damaged(folder: string, cause: BlockFileDamaged): NetworkError {
  return new NetworkError(
    'NETWORK_DAMAGED',
    `${folder}: ${cause.message}; nothing was changed. Restore the folder from a copy, or move the network's folder away to start anew`,
    { cause },
  );
}

function endOf(place: BlockPlace): number {
  return place.offset + FRAME_HEADER + place.length;
}

async function apply(
  state: StateStore,
  block: Block,
  place: BlockPlace,
  { updates, history }: BlockChanges,
): Promise<void> {
  const flags = flagsOf(block);
  const transactions = block.envelopes.map((envelope, position) => ({
    txId: channelHeaderOf(envelope)?.getTxId() ?? '',
    position,
    code: flags[position] ?? 0,
  }));
  await state.apply(
    { number: block.number, place, headerHash: blockHash(block), transactions, history },
    updates,
  );
}
