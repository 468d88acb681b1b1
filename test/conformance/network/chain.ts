/** The block streams of all peers, followed from the start: where an envelope came to lie, and what its code is. */
import type { ClientDuplexStream } from '@grpc/grpc-js';
import { common, type peer } from '@hyperledger/fabric-protos';
import { createHash } from 'node:crypto';
import type { TestClient } from '../../test-network/embedded/support/client.js';
import { seekEnvelope } from '../../test-network/embedded/support/grpc.js';

const FAR = Number.MAX_SAFE_INTEGER;
const PATIENCE_MS = 60_000;
const FLAGS = common.BlockMetadataIndex.TRANSACTIONS_FILTER;

export type Place = { readonly block: number; readonly position: number; readonly code: number };

export class Chain {
  readonly #followers: readonly Follower[];

  private constructor(followers: readonly Follower[]) {
    this.#followers = followers;
  }

  /** @param clients One at each peer. */
  static follow(clients: readonly TestClient[], channel: string): Chain {
    return new Chain(clients.map((client) => new Follower(client, channel)));
  }

  /** Resolves once every peer has stored the envelope so many times; all must judge it alike. */
  async placesOf(envelope: common.Envelope, times = 1): Promise<readonly Place[]> {
    const key = keyOf(envelope.getPayload_asU8());
    const found = await Promise.all(this.#followers.map((follower) => follower.places(key, times)));
    const [first = []] = found;
    for (const other of found) {
      if (JSON.stringify(other) !== JSON.stringify(first))
        throw new Error(`peers disagree about a transaction: ${JSON.stringify(found)}`);
    }
    return first;
  }

  async placeOf(envelope: common.Envelope): Promise<Place> {
    const [place] = await this.placesOf(envelope);
    if (!place) throw new Error('the envelope is in no block');
    return place;
  }

  /** Resolves once every peer has the block. */
  async reached(block: number): Promise<void> {
    await Promise.all(this.#followers.map((follower) => follower.until(() => follower.height > block)));
  }

  /** As the first peer has it. */
  block(number: number): common.Block {
    const block = this.#followers[0]?.blocks[number];
    if (!block) throw new Error(`block ${number} is not there yet`);
    return block;
  }

  get height(): number {
    return this.#followers[0]?.height ?? 0;
  }

  close(): void {
    for (const follower of this.#followers) follower.close();
  }
}

class Follower {
  readonly blocks: common.Block[] = [];
  readonly #places = new Map<string, Place[]>();
  readonly #stream: ClientDuplexStream<common.Envelope, peer.DeliverResponse>;
  readonly #waiting = new Set<() => void>();

  constructor({ bare, identity }: TestClient, channel: string) {
    this.#stream = bare.deliver.deliver();
    this.#stream.on('data', (response: peer.DeliverResponse) => this.#take(response));
    // Ends when it is closed; whoever still waits then has a limit of his own.
    this.#stream.on('error', () => undefined);
    this.#stream.write(seekEnvelope(identity, channel, { start: 0, stop: FAR }));
  }

  get height(): number {
    return this.blocks.length;
  }

  #take(response: peer.DeliverResponse): void {
    const block = response.getBlock();
    if (!block) return;
    this.blocks.push(block);
    const flags = block.getMetadata()?.getMetadataList_asU8()[FLAGS] ?? new Uint8Array();
    const entries = block.getData()?.getDataList_asU8() ?? [];
    for (const [position, bytes] of entries.entries()) {
      const key = keyOf(common.Envelope.deserializeBinary(bytes).getPayload_asU8());
      const place = { block: block.getHeader()?.getNumber() ?? 0, position, code: flags[position] ?? -1 };
      this.#places.set(key, [...(this.#places.get(key) ?? []), place]);
    }
    for (const look of this.#waiting) look();
  }

  async places(key: string, times: number): Promise<readonly Place[]> {
    await this.until(() => (this.#places.get(key)?.length ?? 0) >= times);
    return this.#places.get(key) ?? [];
  }

  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
      };
      const look = (): void => {
        if (!holds()) return;
        finish();
        resolve();
      };
      const timer = setTimeout(() => {
        finish();
        reject(new Error(`nothing came for ${PATIENCE_MS} ms; the height is ${this.height}`));
      }, PATIENCE_MS);
      this.#waiting.add(look);
      look();
    });
  }

  close(): void {
    this.#stream.cancel();
  }
}

function keyOf(payload: Uint8Array): string {
  return createHash('sha256').update(payload).digest('hex');
}
