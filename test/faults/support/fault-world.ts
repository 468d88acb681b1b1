/**
 * Two gateway processes of the tax bureau on one database and one real network, which a test kills and starts as it likes:
 * nobody else starts them again.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { openSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type DemoAccount, ensureDemoAccounts } from '../../../cli/dist/platform/demo-accounts.js';
import { freePort } from '../../../cli/dist/platform/gateway-ports.js';
import { GATEWAY_SCRIPT, gatewayEnvironment } from '../../../cli/dist/platform/gateway-process.js';
import { homeOf, type Home } from '../../../cli/dist/platform/home.js';
import { type Ground, startGround } from '../../../cli/dist/platform/index.js';
import type { NetworkKind } from '../../support/networks.js';

const READY_MS = 60_000;
const QUIET = { step: () => undefined, warn: () => undefined };

export class FaultWorld {
  readonly home: Home;
  readonly kind: NetworkKind;
  readonly accounts: readonly DemoAccount[];
  readonly ground: Ground;
  readonly gateways: readonly FaultyGateway[];

  private constructor(home: Home, ground: Ground, gateways: readonly FaultyGateway[]) {
    this.home = home;
    this.kind = home.kind;
    this.ground = ground;
    this.gateways = gateways;
    this.accounts = ensureDemoAccounts(home.accounts);
  }

  /** @param portBase Of the network's nodes: a hundred from there. */
  static async create(kind: NetworkKind, portBase: number, processes = 2): Promise<FaultWorld> {
    const root = await mkdtemp(join(tmpdir(), 'chopmark-faults-'));
    // The database user must be able to reach the folder.
    await chmod(root, 0o755);
    const env = { CHOPMARK_HOME: root, CHOPMARK_NETWORK_PORT_BASE: String(portBase) };
    const home = homeOf(kind, env);
    ensureDemoAccounts(home.accounts);
    const ground = await startGround(kind, env, QUIET);
    const gateways: FaultyGateway[] = [];
    for (let place = 0; place < processes; place += 1)
      gateways.push(new FaultyGateway(home, ground, place, await freePort()));
    const world = new FaultWorld(home, ground, gateways);
    // One after the other: the first makes tables and keys.
    for (const gateway of gateways) await gateway.start().catch((error: unknown) => world.destroy(error));
    return world;
  }

  account(role: string): DemoAccount {
    const account = this.accounts.find(({ roles }) => roles.includes(role));
    if (account === undefined) throw new Error(`no demo account has role ${role}`);
    return account;
  }

  /** Environment of a gateway process, for commands of the gateway such as fsck. */
  get environment(): NodeJS.ProcessEnv {
    return this.gateways[0]?.environment ?? {};
  }

  /** @throws What it is given, once everything has ended. */
  async destroy(because?: unknown): Promise<void> {
    for (const gateway of this.gateways) gateway.kill();
    await this.ground.stop();
    const database = JSON.parse(await readFile(this.home.databaseFile, 'utf8')) as { folder: string };
    await rm(database.folder, { recursive: true, force: true });
    await rm(this.home.root, { recursive: true, force: true });
    if (because instanceof Error) throw because;
  }
}

export class FaultyGateway {
  readonly url: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly #log: string;
  #child: ChildProcess | undefined;

  constructor(home: Home, ground: Ground, place: number, port: number) {
    this.url = `http://127.0.0.1:${port}`;
    this.#log = join(home.logs, `gateway-tax-${place + 1}.log`);
    const wiring = {
      connection: ground.connections.tax,
      databaseUrl: ground.databaseUrls.tax,
      port,
      url: this.url,
    };
    this.environment = { ...process.env, ...gatewayEnvironment(home, 'tax', wiring) };
  }

  get isUp(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves when it is ready for work. */
  async start(): Promise<void> {
    const log = openSync(this.#log, 'a', 0o600);
    this.#child = spawn(process.execPath, [GATEWAY_SCRIPT], {
      env: this.environment,
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    const deadline = performance.now() + READY_MS;
    for (;;) {
      if (!this.isUp) throw new Error(`the gateway ended: ${await this.lastWords()}`);
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
      if (performance.now() > deadline)
        throw new Error(`the gateway is not ready: ${await this.lastWords()}`);
      await delay(50);
    }
  }

  /** SIGKILL: no goodbye, nothing flushed. */
  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  /** Resolves when the process is gone. */
  async gone(): Promise<void> {
    const child = this.#child;
    if (child !== undefined && this.isUp) await once(child, 'exit');
  }

  async lastWords(): Promise<string> {
    return (await readFile(this.#log, 'utf8')).split('\n').slice(-10).join('\n');
  }
}
