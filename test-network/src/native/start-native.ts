/** The native network: real orderers and peers on this machine, in the order of fabric.md section 1.2. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bringUp } from '../bring-up.js';
import type { NetworkFiles } from '../bring-up.js';
import type { ChaincodeServer } from '../chaincode-server/server-process.js';
import { startChaincodeServers } from '../chaincode-server/start-servers.js';
import type { NetworkDescription, Organization, OrganizationKey } from '../description.js';
import { writeJson } from '../layout.js';
import { NetworkError } from '../network-error.js';
import { installChaincodeFiles } from '../packaging/install-files.js';
import type { InstalledChaincode } from '../packaging/install-files.js';
import { assertPortsFree } from '../ports.js';
import type { PortUse } from '../ports.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { findBinary } from './binaries.js';
import type { BinaryName } from './binaries.js';
import { writeExternalBuilder } from './external-builder.js';
import { FabricProcess } from './fabric-process.js';
import { joinOrderer, joinPeer } from './join-channel.js';
import { ordererSettings } from './orderer-settings.js';
import { peerSettings } from './peer-settings.js';

export type NativeOptions = {
  /** Folder with the built contract (`chaincode/deploy`). */
  readonly chaincodeSource: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly progress?: (text: string) => void;
};

export type NativeNetwork = {
  readonly network: PreparedNetwork;
  readonly installed: InstalledChaincode;
  readonly files: NetworkFiles;
  readonly servers: ReadonlyMap<OrganizationKey, ChaincodeServer>;
  /** Process ids by name: `orderer-tax`, `peer-tax`, `chaincode-tax`. */
  readonly pids: () => Readonly<Record<string, number>>;
  readonly stop: () => Promise<void>;
};

/**
 * Starts all processes, joins them to the channel and brings definitions and roles up; what exists is continued.
 *
 * @throws {NetworkError} `BINARY_NOT_FOUND`, `PORT_TAKEN`, `NODE_FAILED`, `CHAINCODE_…`, `LIFECYCLE_FAILED`,
 *   `ROLES_FAILED`; whatever was started is stopped again.
 */
export async function startNative(network: PreparedNetwork, options: NativeOptions): Promise<NativeNetwork> {
  const { description, layout } = network;
  const { progress = () => undefined, environment = process.env } = options;
  const programs = {
    orderer: requireBinary('orderer', environment),
    peer: requireBinary('peer', environment),
  };
  await assertPortsFree(portsOf(description));
  const installed = await installChaincodeFiles(network, options.chaincodeSource);
  const genesis = await readFile(layout.genesisBlock);
  const builder = await writeExternalBuilder(join(layout.home, 'builder'));

  let files: NetworkFiles;
  const processes: FabricProcess[] = [];
  let servers: ReadonlyMap<OrganizationKey, ChaincodeServer> = new Map();
  const stop = async (): Promise<void> => {
    await Promise.all([...servers.values()].map((server) => server.stop()));
    await Promise.all(processes.map((running) => running.stop()));
  };
  const each = (work: (organization: Organization) => Promise<void>): Promise<void> =>
    settleAll(description.organizations.map(work));

  try {
    progress('starting orderers, peers and chaincode servers');
    await settleAll([
      each(
        async (organization) =>
          void processes.push(await startOrderer(network, organization, programs.orderer)),
      ),
      each(
        async (organization) =>
          void processes.push(await startPeer(network, organization, programs.peer, builder)),
      ),
      startChaincodeServers(network, installed).then((started) => void (servers = started)),
    ]);
    progress('joining the channel');
    await each((organization) => joinOrderer(network, organization, genesis));
    await each((organization) => joinPeer(network, organization, genesis));
    files = await bringUp(network, installed, progress);
  } catch (error) {
    await stop();
    throw error;
  }
  const pids = (): Record<string, number> => ({
    ...Object.fromEntries(processes.map(({ name, pid }) => [name, pid])),
    ...Object.fromEntries([...servers].map(([key, server]) => [`chaincode-${key}`, server.pid ?? 0])),
  });
  return { network, installed, files, servers, pids, stop };
}

async function startOrderer(
  { layout }: PreparedNetwork,
  organization: Organization,
  program: string,
): Promise<FabricProcess> {
  const name = `orderer-${organization.key}`;
  const folder = join(layout.ledger, name);
  await mkdir(folder, { recursive: true });
  await writeJson(join(folder, 'orderer.yaml'), ordererSettings(organization, layout, folder));
  return FabricProcess.start({
    name,
    program,
    args: ['start'],
    configFolder: folder,
    log: join(layout.logs, `${name}.log`),
    healthPort: organization.ports.ordererOperations,
  });
}

async function startPeer(
  { layout }: PreparedNetwork,
  organization: Organization,
  program: string,
  builder: string,
): Promise<FabricProcess> {
  const name = `peer-${organization.key}`;
  const folder = join(layout.ledger, name);
  await mkdir(folder, { recursive: true });
  await writeJson(join(folder, 'core.yaml'), peerSettings(organization, layout, folder, builder));
  return FabricProcess.start({
    name,
    program,
    args: ['node', 'start'],
    configFolder: folder,
    log: join(layout.logs, `${name}.log`),
    healthPort: organization.ports.peerOperations,
  });
}

function portsOf({ organizations }: NetworkDescription): readonly PortUse[] {
  return organizations.flatMap(({ key, ports }) =>
    Object.entries(ports).map(([use, port]) => ({ port, use: `${use} of ${key}` })),
  );
}

function requireBinary(name: BinaryName, environment: NodeJS.ProcessEnv): string {
  const found = findBinary(name, environment);
  if (found === undefined) {
    throw new NetworkError('BINARY_NOT_FOUND', `no ${name} of Fabric v3.1.5 in FABRIC_BIN or PATH`);
  }
  return found;
}

/** Waits for all, so that nothing is still starting when a failure is handled; then fails with the first. */
async function settleAll(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}
