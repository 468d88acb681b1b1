/**
 * The embedded network as its users meet it: Fabric's own client on one side, the real contract on the other.
 *
 * @module
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Transaction } from '@hyperledger/fabric-gateway';
import { batchRoot } from '@chopmark/core';
import { clientOf, type TestClient } from '../../../test-network/embedded/support/client.js';
import { startChopmark, type TestNetwork } from '../../../test-network/embedded/support/running-network.js';

const PORT_BASE = 27_100;
export const BOTH = ['TaxMSP', 'AffairsMSP'];
const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();

export const THREE = ['TaxMSP', 'CourtMSP', 'OperatorMSP'];

export type Argument = string | Uint8Array;

class EmbeddedWorld {
  #network: TestNetwork | undefined;
  #tax: TestClient | undefined;
  #court: TestClient | undefined;
  #series = 0;

  /** What is there already stays. */
  async start(): Promise<void> {
    if (this.#network !== undefined) return;
    this.#network = await startChopmark(PORT_BASE);
    this.#tax = await clientOf(this.network.network, 'tax');
    this.#court = await clientOf(this.network.network, 'court');
    await this.submit('tick', []);
  }

  async stop(): Promise<void> {
    const network = this.#network;
    this.#network = undefined;
    this.#court?.close();
    this.#tax?.close();
    await network?.remove();
  }

  get network(): TestNetwork {
    return there(this.#network);
  }

  get tax(): TestClient {
    return there(this.#tax);
  }

  get court(): TestClient {
    return there(this.#court);
  }

  readonly proposal = (name: string, args: readonly Argument[], endorsers = BOTH) =>
    this.tax.contract('tax').newProposal(name, { arguments: [...args], endorsingOrganizations: endorsers });

  readonly submit = (name: string, args: readonly Argument[], endorsers = BOTH): Promise<Uint8Array> =>
    this.tax.contract('tax').submit(name, { arguments: [...args], endorsingOrganizations: endorsers });

  readonly endorsed = (name: string, args: readonly Argument[], endorsers = BOTH): Promise<Transaction> =>
    this.proposal(name, args, endorsers).endorse();

  readonly evaluate = async (name: string, args: readonly Argument[]): Promise<string> =>
    Buffer.from(await this.tax.contract('tax').evaluate(name, { arguments: [...args] })).toString();

  /** A series of its own for each test. */
  readonly newSeries = (): { name: string; open: readonly string[] } => {
    this.#series += 1;
    const name = `series-${this.#series}`;
    return { name, open: [name, 'invoice', 'sha256-p256', `${String(20 + this.#series)}001`] };
  };

  readonly openSeries = async (): Promise<string> => {
    const { name, open } = this.newSeries();
    await this.submit('openSeries', open);
    return name;
  };
}

const world = new EmbeddedWorld();
/** Suites that have not ended yet. */
let users = 0;
/** Root hook of mocha, for when some of them were left out. */
after(() => world.stop());

/** Called within a `describe`: one network for all suites that call it, with a clock that was set. */
export function embeddedWorld(): EmbeddedWorld {
  users += 1;
  before(() => world.start());
  after(async () => {
    users -= 1;
    if (users === 0) await world.stop();
  });
  return world;
}

function there<T>(made: T | undefined): T {
  if (made === undefined) throw new Error('not within a test');
  return made;
}

export function anchorArguments(name: string, batch: number, first: number, count: number): Argument[] {
  const hashes = Array.from({ length: count }, () => randomBytes(32));
  const root = Buffer.from(batchRoot(sha256, first, hashes)).toString('hex');
  return [name, String(batch), String(first), root, Buffer.concat(hashes)];
}

export async function codeOf(transaction: Transaction): Promise<number> {
  return (await (await transaction.submit()).getStatus()).code;
}
