/**
 * One chaincode server: `fabric-chaincode-node server`, unmodified, on the copied bundle. It is started again when it
 * dies, later and later while it keeps dying, and ends when the process that started it does.
 */
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { HOST } from '../hosts.js';
import { tailOf } from '../log-tail.js';
import { NetworkError } from '../network-error.js';
import { SupervisedProcess } from '../processes/supervised-process.js';
import { serverArguments, serverEnvironment, serverNameOf, serverPortOf } from './server-command.js';
import type { ChaincodeServerOptions } from './server-command.js';

const STARTUP_MS = 60_000;
const POLL_MS = 25;

export class ChaincodeServer {
  readonly address: string;
  readonly #options: ChaincodeServerOptions;
  readonly #log: string;
  readonly #port: number;
  readonly #process: SupervisedProcess;

  private constructor(options: ChaincodeServerOptions) {
    const { network, packageId } = options;
    const name = serverNameOf(options);
    this.#options = options;
    this.#port = serverPortOf(options);
    this.address = `${HOST}:${this.#port}`;
    this.#log = join(network.layout.logs, `${name}.log`);
    this.#process = new SupervisedProcess({
      name,
      program: process.execPath,
      args: serverArguments(options),
      folder: network.layout.chaincode(packageId),
      environment: {
        PATH: process.env['PATH'],
        ...serverEnvironment(options),
        CHOPMARK_PARENT_PIPE: '1',
      },
      log: this.#log,
      run: network.layout.run,
      watchesParent: true,
    });
  }

  /**
   * Resolves once the server accepts connections.
   *
   * @throws {NetworkError} `CHAINCODE_FAILED` with the end of its log when it ends before that, or does not answer.
   */
  static async start(options: ChaincodeServerOptions): Promise<ChaincodeServer> {
    const server = new ChaincodeServer(options);
    try {
      await server.#answers();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  /** Undefined while the server is down between two starts. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** How often it had to be started again. */
  get restarts(): number {
    return this.#process.restarts;
  }

  /** Resolves when the process is gone. */
  async stop(): Promise<void> {
    await this.#process.stop();
  }

  async #answers(): Promise<void> {
    const deadline = Date.now() + STARTUP_MS;
    while (this.restarts === 0 && Date.now() < deadline) {
      if (await accepts(this.#port)) return;
      await delay(POLL_MS);
    }
    const { organization } = this.#options;
    const what = this.restarts > 0 ? 'ends at once' : 'does not answer';
    const tail = await tailOf(this.#log);
    throw new NetworkError('CHAINCODE_FAILED', `the chaincode server of ${organization} ${what}: ${tail}`);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: HOST });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
