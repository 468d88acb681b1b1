/** A client that anchors one batch after another, as a gateway does: what fails in a way that may be repeated is repeated. */
import { randomBytes } from 'node:crypto';
import { CommitError, EndorseError, GatewayError } from '@hyperledger/fabric-gateway';
import { batchTree, toHex } from '@chopmark/core';
import type { PeerClient } from '../../../test-network/dist/lifecycle/peer-client.js';
import { reasonOf } from '../../../test-network/dist/lifecycle/peer-client.js';
import { SUITE } from '../native/anchored-batch.js';

/** MVCC_READ_CONFLICT: the definition that the endorsers read was replaced. */
const CONFLICT = 11;
const ATTEMPTS = 200;

export type Anchored = { readonly batch: number; readonly first: number; readonly root: string };

export class AnchoringClient {
  readonly anchored: Anchored[] = [];
  /** What had to be repeated, in the words of the network. */
  readonly repeated: string[] = [];
  readonly #client: PeerClient;
  readonly #series: string;
  #isOver = false;
  #next: { batch: number; first: number };
  #running: Promise<void> = Promise.resolve();

  constructor(client: PeerClient, series: string, next: { batch: number; first: number }) {
    this.#client = client;
    this.#series = series;
    this.#next = next;
  }

  start(): void {
    this.#running = this.#run();
    // Told by `stop`.
    this.#running.catch(() => undefined);
  }

  /** @throws {Error} When a batch failed in a way that must not happen. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isOver) await this.#anchor();
  }

  async #anchor(): Promise<void> {
    const { batch, first } = this.#next;
    const hashes = [randomBytes(32), randomBytes(32)];
    const root = toHex(batchTree(SUITE.hash, first, hashes).head);
    const call = [this.#series, String(batch), String(first), root, Buffer.concat(hashes)];
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#client.submit('tax', 'anchor', {
          arguments: call,
          endorsingOrganizations: ['TaxMSP', 'AffairsMSP'],
        });
        break;
      } catch (error) {
        if (!mayBeRepeated(error) || attempt === ATTEMPTS) throw error;
        this.repeated.push(reasonOf(error));
      }
    }
    this.anchored.push({ batch, first, root });
    this.#next = { batch: batch + 1, first: first + hashes.length };
  }
}

/** Endorsers that disagree or are between two versions, and a conflict at commit: nothing was written. */
function mayBeRepeated(error: unknown): boolean {
  if (error instanceof CommitError) return error.code === CONFLICT;
  return error instanceof EndorseError && error instanceof GatewayError;
}
