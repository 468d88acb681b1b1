/** The native network: real orderers and peers on this machine, in the order of fabric.md section 1.2. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bringUp } from '../bring-up.js';
import type { NetworkFiles } from '../bring-up.js';
import type { ChaincodeServer } from '../chaincode-server/server-process.js';
import { startChaincodeServers } from '../chaincode-server/start-servers.js';
import type { NetworkDescription, Organization, OrganizationKey } from '../description.js';
import { installChaincodeFiles } from '../packaging/install-files.js';
import type { InstalledChaincode } from '../packaging/install-files.js';
import { assertPortsFree } from '../ports.js';
import type { PortUse } from '../ports.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { endLeftovers } from '../processes/pid-files.js';

import { writeExternalBuilder } from './external-builder.js';
import type { FabricProcess } from './fabric-process.js';
import { joinOrderer, joinPeer } from './join-channel.js';
import { claimLedgerFolder } from './ledger-folder.js';
import { provideBinaries } from './provide-binaries.js';
import { startOrderer, startPeer } from './start-node.js';

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
  /** Process ids by name: `network`, `orderer-tax`, `peer-tax`, `chaincode-tax`; one that is down just now is missing. */
  readonly pids: () => Readonly<Record<string, number>>;
  readonly stop: () => Promise<void>;
};

/**
 * Starts all processes, joins them to the channel and brings definitions and roles up; what exists is continued.
 *
 * @throws {NetworkError} `BINARY_…`, `PORT_TAKEN`, `NETWORK_DAMAGED`, `NODE_FAILED`, `CHAINCODE_…`, `LIFECYCLE_FAILED`, `ROLES_FAILED`;
 *   whatever was started is stopped again.
 */
export async function startNative(network: PreparedNetwork, options: NativeOptions): Promise<NativeNetwork> {
  const { description, layout } = network;
  const { progress = () => undefined, environment = process.env } = options;
  const programs = await provideBinaries(environment, progress);
  await endLeftovers(layout.run, progress);
  await assertPortsFree(nativePorts(description));
  await claimLedgerFolder(network);
  const installed = await installChaincodeFiles(network, options.chaincodeSource);
  const genesis = await readFile(layout.genesisBlock);
  const builder = await writeExternalBuilder(join(layout.home, 'builder'));

  let files: NetworkFiles;
  const nodes: FabricProcess[] = [];
  let servers: ReadonlyMap<OrganizationKey, ChaincodeServer> = new Map();
  const stop = async (): Promise<void> => {
    await Promise.all([...servers.values()].map((server) => server.stop()));
    await Promise.all(nodes.map((node) => node.stop()));
  };
  const each = (work: (organization: Organization) => Promise<void>): Promise<void> =>
    settleAll(description.organizations.map(work));
  const keep = async (node: Promise<FabricProcess>): Promise<void> => void nodes.push(await node);

  try {
    progress('starting orderers, peers and chaincode servers');
    const say = progress;
    await settleAll([
      each((organization) => keep(startOrderer(network, organization, { program: programs.orderer, say }))),
      each((organization) =>
        keep(startPeer(network, organization, builder, { program: programs.peer, say })),
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
  const pids = (): Record<string, number> =>
    runningOf([
      ['network', process.pid],
      ...nodes.map(({ name, pid }) => [name, pid] as const),
      ...[...servers].map(([key, { pid }]) => [`chaincode-${key}`, pid] as const),
    ]);
  return { network, installed, files, servers, pids, stop };
}

function runningOf(pids: readonly (readonly [string, number | undefined])[]): Record<string, number> {
  return Object.fromEntries(pids.flatMap(([name, pid]) => (pid === undefined ? [] : [[name, pid] as const])));
}

/** Every port that a native network listens on. */
export function nativePorts({ organizations }: NetworkDescription): readonly PortUse[] {
  return organizations.flatMap(({ key, ports }) =>
    Object.entries(ports).map(([use, port]) => ({ port, use: `${use} of ${key}` })),
  );
}

/** Waits for all, so that nothing is still starting when a failure is handled; then fails with the first. */
async function settleAll(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}
