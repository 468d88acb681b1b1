/** A way of the gateways to their peer that can be broken and frozen: two addresses of one peer, as if there were two. */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TcpRelay } from '../../support/gateway/tcp-relay.js';

const FILE = 'relayed.json';

export class Relayed {
  readonly #count: number;
  readonly #relays: TcpRelay[] = [];

  constructor(count = 2) {
    this.#count = count;
  }

  get relays(): readonly TcpRelay[] {
    return this.#relays;
  }

  /** Of `FaultWorldOptions`: beside the platform's file, since places in it are relative. */
  connection = async (file: string): Promise<string> => {
    const connection = JSON.parse(await readFile(file, 'utf8')) as {
      peers: { mspId: string; address: string }[];
    };
    const [peer] = connection.peers;
    if (peer === undefined) throw new Error(`${file} names no peer`);
    for (let made = 0; made < this.#count; made += 1) this.#relays.push(await TcpRelay.to(peer.address));
    const peers = this.#relays.map(({ address }) => ({ ...peer, address }));
    const relayed = join(dirname(file), FILE);
    await writeFile(relayed, JSON.stringify({ ...connection, peers }));
    return relayed;
  };

  async end(): Promise<void> {
    for (const relay of this.#relays) await relay.cut();
  }
}
