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
import type { DatabasePlace } from '../../../cli/dist/platform/database-place.js';
import { type DemoAccount, ensureDemoAccounts } from '../../../cli/dist/platform/demo-accounts.js';
import { GATEWAY_SCRIPT, gatewayEnvironment } from '../../../cli/dist/platform/gateway-process.js';
import { homeOf, type Home } from '../../../cli/dist/platform/home.js';
import { type Ground, startGround } from '../../../cli/dist/platform/index.js';
import { withLightPasswords } from '../../support/light-passwords.js';
import type { NetworkKind } from '../../support/networks.js';

const READY_MS = 180_000;
const LOOK_MS = 5_000;
/** Of the gateways among the hundred ports of a world; nodes have those before. */
const FIRST_PLACE = 90;
const QUIET = { step: () => undefined, warn: () => undefined };

type Environment = Readonly<Record<string, string>>;

export interface FaultWorldOptions {
  readonly processes?: number;
  /** Of the gateways, one after the other; absent: of the world's own hundred. */
  readonly firstPort?: number;
  /** Of the gateways, beside what a platform gives them. @param place 0 for the first. */
  readonly env?: Environment | ((place: number) => Environment);
  /** Another way to the network than the platform's file: given its path, gives another. */
  readonly connection?: (file: string) => Promise<string>;
}

export class FaultWorld {
  readonly home: Home;
  readonly kind: NetworkKind;
  readonly accounts: readonly DemoAccount[];
  readonly gateways: readonly FaultyGateway[];
  readonly #env: NodeJS.ProcessEnv;
  #ground: Ground;

  private constructor(
    home: Home,
    env: NodeJS.ProcessEnv,
    ground: Ground,
    gateways: (place: FaultWorld) => FaultyGateway[],
  ) {
    this.home = home;
    this.kind = home.kind;
    this.#env = env;
    this.#ground = ground;
    this.gateways = gateways(this);
    this.accounts = ensureDemoAccounts(home.accounts);
  }

  /** Network and database; another one after `whileDown`. */
  get ground(): Ground {
    return this.#ground;
  }

  /** @param portBase Of the network's nodes: a hundred from there. */
  static async create(
    kind: NetworkKind,
    portBase: number,
    { processes = 2, env: extra = {}, connection, firstPort }: FaultWorldOptions = {},
  ): Promise<FaultWorld> {
    const root = await mkdtemp(join(tmpdir(), 'chopmark-faults-'));
    // The database user must be able to reach the folder.
    await chmod(root, 0o755);
    const env = { CHOPMARK_HOME: root, CHOPMARK_NETWORK_PORT_BASE: String(portBase) };
    const home = homeOf(kind, env);
    ensureDemoAccounts(home.accounts);
    const ground = await startGround(kind, env, QUIET);
    // Not of the ports that the system gives away: while nobody listens there, who asks could meet himself.
    const first = firstPort ?? portBase + FIRST_PLACE;
    const ports = Array.from({ length: processes }, (_, place) => first + place);
    const envOf = (place: number): Environment => (typeof extra === 'function' ? extra(place) : extra);
    const file = await connection?.(ground.connections.tax);
    const world = new FaultWorld(home, env, ground, (self) =>
      ports.map(
        (port, place) => new FaultyGateway(self, { place, port, env: envOf(place), connection: file }),
      ),
    );
    // One after the other: the first makes tables and keys.
    await world.startGateways().catch((error: unknown) => world.destroy(error));
    return world;
  }

  /** All that its gateways logged so far. */
  async said(): Promise<string> {
    return (await Promise.all(this.gateways.map((gateway) => gateway.words()))).join('\n');
  }

  async startGateways(): Promise<void> {
    for (const gateway of this.gateways) await gateway.start();
  }

  async killGateways(): Promise<void> {
    for (const gateway of this.gateways) gateway.kill();
    for (const gateway of this.gateways) await gateway.gone();
  }

  /** Does something while no process of it runs; network and database are up again afterwards, gateways are not. */
  async whileDown(action: () => Promise<void>): Promise<void> {
    await this.killGateways();
    await this.#ground.stop();
    await action();
    this.#ground = await startGround(this.kind, this.#env, QUIET);
  }

  /** Folder of the database server, and its superuser's password. */
  async databasePlace(): Promise<DatabasePlace> {
    return JSON.parse(await readFile(this.home.databaseFile, 'utf8')) as DatabasePlace;
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
    await this.#ground.stop();
    await rm((await this.databasePlace()).folder, { recursive: true, force: true });
    await rm(this.home.root, { recursive: true, force: true });
    if (because instanceof Error) throw because;
  }
}

interface FaultyWiring {
  readonly place: number;
  readonly port: number;
  readonly env: Environment;
  readonly connection: string | undefined;
}

export class FaultyGateway {
  readonly url: string;
  readonly #world: Pick<FaultWorld, 'home' | 'ground'>;
  readonly #wiring: FaultyWiring;
  readonly #log: string;
  #child: ChildProcess | undefined;
  /** Why it did not start, in its own words. */
  #failure = '';

  constructor(world: Pick<FaultWorld, 'home' | 'ground'>, wiring: FaultyWiring) {
    this.url = `http://127.0.0.1:${wiring.port}`;
    this.#world = world;
    this.#wiring = wiring;
    this.#log = join(world.home.logs, `gateway-tax-${wiring.place + 1}.log`);
  }

  get environment(): NodeJS.ProcessEnv {
    const { home, ground } = this.#world;
    const { port, env, connection = ground.connections.tax } = this.#wiring;
    const wiring = { connection, databaseUrl: ground.databaseUrls.tax, port, url: this.url };
    return withLightPasswords({ ...process.env, ...gatewayEnvironment(home, 'tax', wiring), ...env });
  }

  get isUp(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves when it is ready for work. */
  async start(): Promise<void> {
    this.launch();
    await this.#answers('/readyz');
  }

  /** Resolves when it answers, ready or not. */
  async startUnready(): Promise<void> {
    this.launch();
    await this.#answers('/livez');
  }

  launch(): void {
    const log = openSync(this.#log, 'a', 0o600);
    this.#child = spawn(process.execPath, [GATEWAY_SCRIPT], {
      env: this.environment,
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    this.#failure = '';
    this.#child.on('message', (message: { type: string; text?: string }) => {
      if (message.type === 'failed') this.#failure = message.text ?? '';
    });
  }

  async #answers(path: string): Promise<void> {
    const deadline = performance.now() + READY_MS;
    for (;;) {
      if (!this.isUp) throw new Error(`the gateway ended: ${this.#failure} ${await this.lastWords()}`);
      const answer = await fetch(`${this.url}${path}`, { signal: AbortSignal.timeout(LOOK_MS) }).catch(
        () => undefined,
      );
      if (answer?.ok) return;
      if (performance.now() > deadline)
        throw new Error(`the gateway is not ready: ${await this.lastWords()}`);
      await delay(50);
    }
  }

  /** SIGKILL: no goodbye, nothing flushed. SIGTERM: it drains. */
  kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): void {
    this.#child?.kill(signal);
  }

  /** Resolves when the process is gone. */
  async gone(): Promise<void> {
    const child = this.#child;
    if (child !== undefined && this.isUp) await once(child, 'exit');
  }

  words(): Promise<string> {
    return readFile(this.#log, 'utf8');
  }

  async lastWords(): Promise<string> {
    return [...(await this.words()).split('\n').slice(-10), this.#failure].join('\n');
  }
}
