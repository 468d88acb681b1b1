/**
 * The embedded network as a process of its own, with the real contract, for the gateway's adapter. (Not in
 * this process: gateway and network each bring their own generation of Fabric's message classes.)
 *
 * @module
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { parseTrustProfile, type TrustProfile } from '@chopmark/core/verify';

import { type Connection, readConnection } from '../../../gateway/dist/ledger/connection.js';
import { FabricLedger } from '../../../gateway/dist/ledger/fabric-ledger.js';
import type { PipelineLog } from '../../../gateway/dist/pipeline/log.js';

const MAIN = fileURLToPath(new URL('../../../test-network/dist/main.js', import.meta.url));

type Pids = Readonly<Record<string, number>>;

type Message =
  | { readonly type: 'progress' }
  | { readonly type: 'failed'; readonly text: string }
  | { readonly type: 'pids'; readonly pids: Pids }
  | {
      readonly type: 'ready';
      readonly connections: Readonly<Record<'tax' | 'affairs' | 'court', string>>;
      readonly trustProfile: string;
      readonly pids: Pids;
    };

export interface Faults {
  readonly submitUnavailable?: number;
  readonly submitDelayMs?: number;
  readonly endorseDelayMs?: number;
}

export class RealNetwork {
  readonly #home: string;
  readonly #portBase: number;
  #child: ChildProcess | undefined;
  #ready: Extract<Message, { type: 'ready' }> | undefined;
  #pids: Pids = {};

  private constructor(home: string, portBase: number) {
    this.#home = home;
    this.#portBase = portBase;
  }

  static async start(portBase: number): Promise<RealNetwork> {
    const network = new RealNetwork(await mkdtemp(join(tmpdir(), 'chopmark-gateway-')), portBase);
    await network.up();
    return network;
  }

  /** Starts it, the first time or again with what it has. */
  async up(): Promise<void> {
    const child = fork(
      MAIN,
      ['run', '--home', join(this.#home, 'network'), '--port-base', String(this.#portBase)],
      {
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      },
    );
    this.#child = child;
    this.#ready = await new Promise((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the network ended with ${String(code)}`)));
      child.on('message', (message: Message) => {
        if (message.type === 'failed') reject(new Error(message.text));
        if (message.type === 'ready' || message.type === 'pids') this.#pids = message.pids;
        if (message.type === 'ready') resolve(message);
      });
    });
  }

  set faults(faults: Faults) {
    this.#child?.send({ type: 'faults', faults });
  }

  /** Process id of a node as it is now, e.g. `chaincode-affairs`. */
  pid(name: string): number | undefined {
    return this.#pids[name];
  }

  async trust(): Promise<TrustProfile> {
    return parseTrustProfile(await readFile(this.#ready?.trustProfile ?? ''));
  }

  /** The file that a gateway is told. */
  connectionPath(key: 'tax' | 'affairs' | 'court'): string {
    return this.#ready?.connections[key] ?? '';
  }

  connectionOf(key: 'tax' | 'affairs' | 'court'): Promise<Connection> {
    return readConnection(this.connectionPath(key));
  }

  async ledgerOf(key: 'tax' | 'affairs' | 'court', log?: PipelineLog): Promise<FabricLedger> {
    return new FabricLedger(await this.connectionOf(key), log);
  }

  async down(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.removeAllListeners('exit');
    child.kill(signal);
    await once(child, 'exit');
  }

  async remove(): Promise<void> {
    await this.down();
    await rm(this.#home, { recursive: true, force: true });
  }
}
