/** A real `orderer` or `peer`: configuration in a folder of its own, health by its own report, supervised. */
import { setTimeout as delay } from 'node:timers/promises';
import { roomAt } from '../folder-faults.js';
import { ADDRESS_CURE } from '../hosts.js';
import { tailOf } from '../log-tail.js';
import { NetworkError } from '../network-error.js';
import { SupervisedProcess } from '../processes/supervised-process.js';

export type FabricProcessOptions = {
  /** `peer-tax` */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Where `core.yaml` or `orderer.yaml` lies; also the working folder. */
  readonly configFolder: string;
  readonly log: string;
  /** Folder of the pid files. */
  readonly run: string;
  /** Operations port: `GET /healthz`. */
  readonly healthPort: number;
  /** Told when it ended and was started again. */
  readonly say?: (text: string) => void;
};

/** Fabric's own without colors: it goes into a file. */
const LOG_FORMAT =
  '%{time:2006-01-02T15:04:05.000Z07:00} %{level:.4s} [%{module}] %{shortfunc} -> %{message}';

/** A node wants more than this at once. */
const FULL_BYTES = 4 * 1024 * 1024;

/** A peer's words on a machine that has loopback addresses only. */
const NO_ADDRESS = /no non-loopback, IPv4 interface detected/;

const STARTUP_MS = 60_000;
const POLL_MS = 50;

export class FabricProcess {
  readonly name: string;
  readonly #process: SupervisedProcess;
  readonly #options: FabricProcessOptions;
  /** Before it was healthy once, its end is a failure of the start, told as such. */
  #isUp = false;

  private constructor(options: FabricProcessOptions) {
    const { name, program, args, configFolder, log, run, say = () => undefined } = options;
    this.name = name;
    this.#options = options;
    this.#process = new SupervisedProcess({
      name,
      program,
      args,
      folder: configFolder,
      environment: {
        PATH: process.env['PATH'],
        TMPDIR: process.env['TMPDIR'],
        FABRIC_CFG_PATH: configFolder,
        FABRIC_LOGGING_SPEC: 'warn',
        FABRIC_LOGGING_FORMAT: LOG_FORMAT,
      },
      log,
      run,
      onDeath: (how) => {
        if (this.#isUp)
          void reasonAt(configFolder).then((why) => say(`${name} ended (${how}${why}); starting it again`));
      },
    });
  }

  /**
   * @throws {NetworkError} `NODE_FAILED` with the end of its log when it ends, or is not healthy in time;
   *   `ADDRESS_MISSING`.
   */
  static async start(options: FabricProcessOptions): Promise<FabricProcess> {
    const started = new FabricProcess(options);
    const deadline = Date.now() + STARTUP_MS;
    while (started.#process.fate === undefined && Date.now() < deadline) {
      if (await isHealthy(options.healthPort)) {
        started.#isUp = true;
        return started;
      }
      await delay(POLL_MS);
    }
    throw await started.#failure();
  }

  /** Undefined while it is down between two starts. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** How often it had to be started again. */
  get restarts(): number {
    return this.#process.restarts;
  }

  async stop(): Promise<void> {
    await this.#process.stop();
  }

  async #failure(): Promise<NetworkError> {
    const { fate } = this.#process;
    await this.stop();
    const what = fate === undefined ? 'does not become healthy' : `ended (${fate})`;
    const tail = await tailOf(this.#options.log);
    if (NO_ADDRESS.test(tail)) {
      const text = `${this.name} does not start on a machine without an IPv4 address besides loopback; ${ADDRESS_CURE}`;
      return new NetworkError('ADDRESS_MISSING', text);
    }
    return new NetworkError('NODE_FAILED', `${this.name} ${what}: ${tail}`);
  }
}

/** What a person can do something about; the node's own last words may have found no room in its log. */
async function reasonAt(folder: string): Promise<string> {
  const room = await roomAt(folder).catch(() => undefined);
  return room !== undefined && room < FULL_BYTES ? ': the disk is full' : '';
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
