/**
 * One chaincode server: `fabric-chaincode-node server`, unmodified, on the copied bundle. It is started again when it
 * dies, later and later while it keeps dying, and ends when the process that started it does.
 */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { requireOrganization } from '../description.js';
import { HOST } from '../hosts.js';
import { tailOf } from '../log-tail.js';
import { NetworkError } from '../network-error.js';
import { serverArguments, serverEnvironment } from './server-command.js';
import type { ChaincodeServerOptions } from './server-command.js';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
/** A server that stood this long is trusted again. */
const STEADY_MS = 10_000;
const STARTUP_MS = 30_000;
const POLL_MS = 25;
const STOP_MS = 5_000;

export class ChaincodeServer {
  readonly address: string;
  readonly #options: ChaincodeServerOptions;
  readonly #log: string;
  readonly #port: number;
  #child: ChildProcess | undefined;
  #exited: Promise<void> = Promise.resolve();
  #stopped = new AbortController();
  #pauseMs = FIRST_PAUSE_MS;
  #restarts = 0;

  private constructor(options: ChaincodeServerOptions) {
    const { network, organization } = options;
    this.#options = options;
    this.#port = requireOrganization(network.description, organization).ports.chaincode;
    this.address = `${HOST}:${this.#port}`;
    this.#log = join(network.layout.logs, `chaincode-${organization}.log`);
  }

  /**
   * Resolves once the server accepts connections.
   *
   * @throws {NetworkError} `CHAINCODE_FAILED` with the end of its log when it ends before that, or does not answer.
   */
  static async start(options: ChaincodeServerOptions): Promise<ChaincodeServer> {
    const server = new ChaincodeServer(options);
    mkdirSync(dirname(server.#log), { recursive: true });
    server.#launch();
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
    return this.#child?.pid;
  }

  /** How often it had to be started again. */
  get restarts(): number {
    return this.#restarts;
  }

  /** Resolves when the process is gone. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    const child = this.#child;
    if (child) {
      child.stdin?.end();
      child.kill('SIGTERM');
      const insisting = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await this.#exited;
      clearTimeout(insisting);
    }
  }

  #launch(): void {
    const log = openSync(this.#log, 'a', 0o600);
    const startedAt = Date.now();
    const { network, packageId } = this.#options;
    // The pipe on standard input stays open as long as this process lives: the server watches it.
    const child = spawn(process.execPath, serverArguments(this.#options), {
      cwd: network.layout.chaincode(packageId),
      env: {
        PATH: process.env['PATH'],
        ...serverEnvironment(this.#options),
        CHOPMARK_PARENT_PIPE: '1',
      },
      stdio: ['pipe', log, log],
    });
    closeSync(log);
    // A broken pipe is the child's end, told by its exit.
    child.stdin?.on('error', () => undefined);
    this.#child = child;
    this.#exited = new Promise((resolve) => {
      const ended = (): void => {
        this.#child = undefined;
        resolve();
        if (!this.#stopped.signal.aborted) void this.#relaunch(Date.now() - startedAt);
      };
      child.once('exit', ended);
      child.once('error', ended);
    });
  }

  async #relaunch(stoodMs: number): Promise<void> {
    const pauseMs = stoodMs >= STEADY_MS ? FIRST_PAUSE_MS : this.#pauseMs;
    this.#pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    await delay(pauseMs, undefined, { signal: this.#stopped.signal, ref: false }).catch(() => undefined);
    if (this.#stopped.signal.aborted) return;
    this.#restarts += 1;
    this.#launch();
  }

  async #answers(): Promise<void> {
    const deadline = Date.now() + STARTUP_MS;
    while (this.#restarts === 0 && Date.now() < deadline) {
      if (await accepts(this.#port)) return;
      await delay(POLL_MS);
    }
    const { organization } = this.#options;
    const what = this.#restarts > 0 ? 'ends at once' : 'does not answer';
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
    socket.once('error', () => resolve(false));
  });
}
