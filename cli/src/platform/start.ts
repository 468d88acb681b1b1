/**
 * `npm start`: network, database, gateways and pages on one machine, in that order; stopped in the reverse one.
 *
 * @module
 */
import { join } from 'node:path';
import { SupervisedChild } from './child-process.js';
import { databasePlaceOf } from './database-place.js';
import { type DemoAccount, ensureDemoAccounts } from './demo-accounts.js';
import { GatewayClient } from './gateway-client.js';
import {
  freePort,
  type GatewayKey,
  GATEWAYS,
  networkPortArguments,
  portsFrom,
  requireFreePort,
} from './gateway-ports.js';
import { gatewayProcess } from './gateway-process.js';
import {
  type Home,
  type NetworkKind,
  PROJECT,
  homeOf,
  removeFile,
  requireWritable,
  writeJson,
} from './home.js';
import { type Progress } from './progress.js';
import { clearSamples, seedSamples } from './seed.js';
import { takeStartLock } from './start-lock.js';

const NETWORK_TIMEOUT_MS = 120_000;
const DATABASE_TIMEOUT_MS = 60_000;

export interface Platform {
  readonly home: Home;
  readonly network: string;
  readonly gateways: Readonly<Record<GatewayKey, string>>;
  readonly verifyUrl: string;
  readonly accounts: readonly DemoAccount[];
  readonly sampleNumber: string;
  readonly databaseFolder: string;
  /** Stops everything in order; the data stays. */
  stop(): Promise<void>;
}

interface NetworkReady {
  readonly network: string;
  readonly channel: string;
  readonly connections: Readonly<Record<GatewayKey, string>>;
}

/**
 * Brings the platform up and resolves when every gateway is ready and the samples are there.
 *
 * @throws {PlatformError} With advice; what had started is stopped again.
 */
export async function startPlatform(
  kind: NetworkKind,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<Platform> {
  const home = homeOf(kind, env);
  requireWritable(home.root);
  const release = takeStartLock(home.lockFile);
  const children: SupervisedChild[] = [];
  const stop = async (): Promise<void> => {
    removeFile(home.running);
    for (const child of [...children].reverse()) await child.stop();
    release();
  };
  try {
    return await bringUp(home, env, progress, children, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bringUp(
  home: Home,
  env: NodeJS.ProcessEnv,
  progress: Progress,
  children: SupervisedChild[],
  stop: () => Promise<void>,
): Promise<Platform> {
  const ports = portsFrom(env);
  await Promise.all(Object.entries(ports).map(([key, port]) => requireFreePort(key, port)));
  removeFile(home.running);
  clearSamples(home);
  const accounts = ensureDemoAccounts(home.accounts);
  databasePlaceOf(home, GATEWAYS);

  progress.step('starting the network of four organizations and the database');
  const add = (child: SupervisedChild): SupervisedChild => {
    children.push(child);
    return child;
  };
  const networkChild = add(networkProcess(home, env, progress));
  const databaseChild = add(databaseProcess(home, await freePort(), progress));
  const [networkAnswer, databaseAnswer] = await settleBoth(networkChild.start(), databaseChild.start());
  const network = networkAnswer as unknown as NetworkReady;
  const urls = databaseAnswer['urls'] as Readonly<Record<GatewayKey, string>>;
  const databaseFolder = String(databaseAnswer['folder']);
  progress.step(`network ${network.channel} is up; the database lies in ${databaseFolder}`);

  progress.step('starting the gateways of tax bureau, government office and court');
  const gateways = Object.fromEntries(
    GATEWAYS.map((key) => [key, `http://127.0.0.1:${ports[key]}`]),
  ) as Record<GatewayKey, string>;
  const gatewayChildren = GATEWAYS.map((key) =>
    add(
      gatewayProcess(
        home,
        key,
        {
          connection: network.connections[key],
          databaseUrl: urls[key],
          port: ports[key],
          url: gateways[key],
        },
        progress,
      ),
    ),
  );
  await Promise.all(gatewayChildren.map((child) => child.start()));
  await Promise.all(GATEWAYS.map((key) => new GatewayClient(gateways[key]).ready()));

  const sampleNumber = await seedSamples(home, network.network, gateways.tax, accounts, progress);
  const verifyUrl = `${gateways.tax}/verify#u=/samples/bundle.json`;
  const writeRunning = (): void => {
    const pids = Object.assign({ launcher: process.pid }, ...children.map((child) => child.pids)) as Record<
      string,
      number
    >;
    writeJson(home.running, { network: home.kind, gateways, verifyUrl, pids });
  };
  writeRunning();
  let stopped = false;
  for (const child of children) child.onChange(() => (stopped ? undefined : writeRunning()));
  return {
    home,
    network: network.network,
    gateways,
    verifyUrl,
    accounts,
    sampleNumber,
    databaseFolder,
    stop: async () => {
      stopped = true;
      await stop();
    },
  };
}

export interface Ground {
  readonly connections: Readonly<Record<GatewayKey, string>>;
  readonly databaseUrls: Readonly<Record<GatewayKey, string>>;
  stop(): Promise<void>;
}

/**
 * Network and database without gateways, for work that needs them to itself.
 *
 * @throws {PlatformError} `ALREADY_RUNNING` and whatever keeps either from starting; what had started is stopped again.
 */
export async function startGround(
  kind: NetworkKind,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<Ground> {
  const home = homeOf(kind, env);
  requireWritable(home.root);
  const release = takeStartLock(home.lockFile);
  databasePlaceOf(home, GATEWAYS);
  const children = [networkProcess(home, env, progress), databaseProcess(home, await freePort(), progress)];
  const stop = async (): Promise<void> => {
    for (const child of [...children].reverse()) await child.stop();
    release();
  };
  try {
    progress.step('starting the network and the database');
    const [network, database] = await Promise.all(children.map((child) => child.start()));
    return {
      connections: (network as unknown as NetworkReady).connections,
      databaseUrls: database?.['urls'] as Ground['databaseUrls'],
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits for both even when one fails, so that neither is left half started. */
async function settleBoth<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return [await first, await second];
}

function networkProcess(home: Home, env: NodeJS.ProcessEnv, progress: Progress): SupervisedChild {
  return new SupervisedChild(
    {
      name: 'network',
      script: join(PROJECT, 'test-network', 'dist', 'main.js'),
      args: ['run', '--kind', home.kind, '--home', home.network, ...networkPortArguments(env)],
      // The cache of Fabric's programs lies there.
      env: { CHOPMARK_HOME: home.root },
      logs: home.logs,
      startTimeoutMs: NETWORK_TIMEOUT_MS,
    },
    progress,
  );
}

/** @param port Stays the same when the database is started again, so that the gateways find it. */
function databaseProcess(home: Home, port: number, progress: Progress): SupervisedChild {
  return new SupervisedChild(
    {
      name: 'database',
      script: join(PROJECT, 'cli', 'dist', 'platform', 'database-main.js'),
      env: { CHOPMARK_DATABASE_FILE: home.databaseFile, CHOPMARK_DATABASE_PORT: String(port) },
      logs: home.logs,
      startTimeoutMs: DATABASE_TIMEOUT_MS,
    },
    progress,
  );
}
