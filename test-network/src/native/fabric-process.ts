/** A real `orderer` or `peer`: configuration in a folder of its own, output in a log file, health by its own report. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { tailOf } from '../log-tail.js';
import { NetworkError } from '../network-error.js';

export type FabricProcessOptions = {
  /** For people: `peer of tax`. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Where `core.yaml` or `orderer.yaml` lies; also the working folder. */
  readonly configFolder: string;
  readonly log: string;
  /** Operations port: `GET /healthz`. */
  readonly healthPort: number;
};

const STARTUP_MS = 60_000;
const POLL_MS = 50;
const STOP_MS = 10_000;

export class FabricProcess {
  readonly name: string;
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #exited: Promise<number | string>;
  #ended: number | string | undefined;

  private constructor({ name, program, args, configFolder, log }: FabricProcessOptions) {
    this.name = name;
    mkdirSync(dirname(log), { recursive: true });
    const output = openSync(log, 'a', 0o600);
    this.#child = spawn(program, [...args], {
      cwd: configFolder,
      env: {
        PATH: process.env['PATH'],
        TMPDIR: process.env['TMPDIR'],
        FABRIC_CFG_PATH: configFolder,
        FABRIC_LOGGING_SPEC: 'warn',
      },
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    this.pid = this.#child.pid ?? 0;
    this.#exited = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => resolve((this.#ended = code ?? signal ?? 'unknown')));
      this.#child.once('error', (error) => resolve((this.#ended = error.message)));
    });
  }

  /** @throws {NetworkError} `NODE_FAILED` with the end of its log when it is not healthy in time. */
  static async start(options: FabricProcessOptions): Promise<FabricProcess> {
    const started = new FabricProcess(options);
    const deadline = Date.now() + STARTUP_MS;
    while (started.#ended === undefined && Date.now() < deadline) {
      if (await isHealthy(options.healthPort)) return started;
      await delay(POLL_MS);
    }
    const fate = started.#ended === undefined ? 'does not become healthy' : `ended (${started.#ended})`;
    await started.stop();
    throw new NetworkError('NODE_FAILED', `${options.name} ${fate}: ${await tailOf(options.log)}`);
  }

  async stop(): Promise<void> {
    if (this.#ended !== undefined) return;
    this.#child.kill('SIGTERM');
    const insisting = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS);
    await this.#exited;
    clearTimeout(insisting);
  }
}

async function isHealthy(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(1_000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
