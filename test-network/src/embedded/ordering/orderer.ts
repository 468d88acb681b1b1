/**
 * The ordering service of all four organizations: takes envelopes, cuts blocks, signs them with a quorum of consenter
 * keys and hands them to the committer. An envelope is acknowledged once its block is on disk, which is more than
 * Fabric promises and keeps the promise simple: what was acknowledged is in a block after any crash.
 */
import { common } from '@hyperledger/fabric-protos';
import { blockHash, draftBlock, type Block } from '../blocks/block.js';
import { signBlock, type ConsenterSigner } from '../blocks/block-signatures.js';
import type { Channel } from '../channel.js';
import { delay } from '../faults.js';
import { BroadcastRefused, assertBroadcastable } from './broadcast-check.js';

const { Status } = common;

/** A block is cut when nothing more came for this long, so that a lone envelope hardly waits. */
const QUIET_MS = 2;
/** How long an orderer refuses a request that is in a block already. */
const REMEMBERED_MS = 5_000;

type Pending = { readonly id: string; readonly bytes: Uint8Array };

export type OrdererOptions = {
  readonly channel: Channel;
  /** All consenters; a quorum of them signs each block, in turn. */
  readonly signers: readonly ConsenterSigner[];
  /** Longest wait for more envelopes. */
  readonly batchIntervalMs: number;
  /** Envelopes that may wait at once. */
  readonly poolSize: number;
  readonly commit: (block: Block) => Promise<Block>;
  /** Called once when a block could not be stored: ordering has stopped for good. */
  readonly failed: (cause: unknown) => void;
};

export class Orderer {
  readonly #options: OrdererOptions;
  readonly #pending: Pending[] = [];
  /** Requests that wait for their block. */
  readonly #open = new Map<string, Promise<void>>();
  readonly #settlers = new Map<string, { resolve: () => void; reject: (error: Error) => void }>();
  /** Requests of recent blocks, with the time until which they are remembered. */
  readonly #processed = new Map<string, number>();
  #cutting: Promise<void> | undefined;
  #lastArrival = 0;
  #stopped: Error | undefined;

  constructor(options: OrdererOptions) {
    this.#options = options;
  }

  /**
   * Resolves once the envelope is in a durable block, valid or not.
   *
   * @throws {BroadcastRefused} When the orderers do not take it.
   */
  async submit(envelope: common.Envelope): Promise<void> {
    if (this.#stopped) throw this.#stopped;
    const id = assertBroadcastable(envelope, this.#options.channel);
    const open = this.#open.get(id);
    // "request already exists": the orderers have it, and that counts as success.
    if (open) return open;
    this.#forgetOld();
    if (this.#processed.has(id)) throw unavailable('failed to submit request: request already processed');
    if (this.#pending.length >= this.#options.poolSize)
      throw unavailable('failed to submit request: request pool is full');
    return this.#enqueue(id, envelope.serializeBinary());
  }

  #enqueue(id: string, bytes: Uint8Array): Promise<void> {
    const ordered = new Promise<void>((resolve, reject) => this.#settlers.set(id, { resolve, reject }));
    this.#open.set(id, ordered);
    this.#pending.push({ id, bytes });
    this.#lastArrival = Date.now();
    this.#cutting ??= this.#cut().finally(() => (this.#cutting = undefined));
    return ordered;
  }

  /** One block after another until nothing is pending. What arrives while a block is written makes the next one. */
  async #cut(): Promise<void> {
    while (this.#pending.length > 0 && !this.#stopped) {
      await this.#quiet();
      const batch = this.#takeBatch();
      try {
        await this.#options.commit(this.#blockOf(batch));
      } catch (cause) {
        // What is on disk is not known any more: nothing further is taken before a restart has looked.
        this.#stop(
          new BroadcastRefused(Status.SERVICE_UNAVAILABLE, 'the embedded network could not store a block'),
        );
        this.#options.failed(cause);
        return;
      }
      for (const { id } of batch) this.#settle(id);
    }
  }

  async #quiet(): Promise<void> {
    const { batchMaxMessages } = this.#options.channel.config;
    const deadline = Date.now() + this.#options.batchIntervalMs;
    while (this.#pending.length < batchMaxMessages && Date.now() < deadline) {
      const waited = Date.now() - this.#lastArrival;
      if (waited >= QUIET_MS) return;
      await delay(QUIET_MS - waited);
    }
  }

  #takeBatch(): Pending[] {
    const { batchMaxMessages, batchMaxBytes } = this.#options.channel.config;
    let bytes = 0;
    let count = 0;
    for (const { bytes: envelope } of this.#pending) {
      if (count >= batchMaxMessages || (count > 0 && bytes + envelope.length > batchMaxBytes)) break;
      bytes += envelope.length;
      count += 1;
    }
    return this.#pending.splice(0, count);
  }

  #blockOf(batch: readonly Pending[]): Block {
    const { last } = this.#options.channel.ledger;
    const draft = draftBlock(
      last.number + 1,
      blockHash(last),
      batch.map(({ bytes }) => bytes),
    );
    return signBlock(draft, this.#options.channel.config.block, this.#signersOf(draft.number));
  }

  /** A quorum, another consenter left out each time: every key is in use. */
  #signersOf(number: number): ConsenterSigner[] {
    const { signers } = this.#options;
    const left = number % signers.length;
    const inTurn = signers.filter((_, place) => place !== left);
    return inTurn.slice(0, quorumOf(signers.length));
  }

  #settle(id: string): void {
    this.#processed.set(id, Date.now() + REMEMBERED_MS);
    this.#open.delete(id);
    this.#settlers.get(id)?.resolve();
    this.#settlers.delete(id);
  }

  #forgetOld(): void {
    for (const [id, until] of this.#processed) {
      if (until > Date.now()) return;
      this.#processed.delete(id);
    }
  }

  #stop(reason: Error): void {
    this.#stopped = reason;
    for (const { reject } of this.#settlers.values()) reject(reason);
    this.#settlers.clear();
    this.#open.clear();
  }

  /** Takes nothing more; resolves when the block in progress is stored. What still waited was never acknowledged. */
  async close(): Promise<void> {
    this.#stopped ??= unavailable('the embedded network is stopping');
    await this.#cutting;
    this.#stop(this.#stopped);
  }
}

function unavailable(info: string): BroadcastRefused {
  return new BroadcastRefused(Status.SERVICE_UNAVAILABLE, info);
}

/** ceil((n + f + 1) / 2) with f = floor((n - 1) / 3): 3 of 4. */
export function quorumOf(consenters: number): number {
  const faulty = Math.floor((consenters - 1) / 3);
  return Math.ceil((consenters + faulty + 1) / 2);
}
