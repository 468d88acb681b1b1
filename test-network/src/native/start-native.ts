/** The native network: real orderers and peers on this machine, in the order of fabric.md section 1.2. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bringUp } from '../bring-up.js';
import type { NetworkFiles } from '../bring-up.js';
import type { NetworkDescription, Organization } from '../description.js';
import { Follower } from '../organization-life/follower.js';
import { nativePlan } from '../organization-life/process-plan.js';
import { installChaincodeFiles } from '../packaging/install-files.js';
import type { InstalledChaincode } from '../packaging/install-files.js';
import { assertPortsFree } from '../ports.js';
import type { PortUse } from '../ports.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { endLeftovers } from '../processes/pid-files.js';
import { writeExternalBuilder } from './external-builder.js';
import { joinOrderer, joinPeer } from './join-channel.js';
import { claimLedgerFolder } from './ledger-folder.js';
import { provideBinaries } from './provide-binaries.js';

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

  const each = (work: (organization: Organization) => Promise<void>): Promise<void> =>
    settleAll(description.organizations.map(work));
  const follower = new Follower(layout, nativePlan(network, { ...programs, builder }, progress), progress);
  try {
    progress('starting orderers, peers and chaincode servers');
    await follower.start();
    progress('joining the channel');
    await each((organization) => joinOrderer(network, organization, genesis));
    await each((organization) => joinPeer(network, organization, genesis));
    const files = await bringUp(network, installed, progress);
    const pids = (): Record<string, number> => ({ network: process.pid, ...follower.pids() });
    return { network, installed, files, pids, stop: () => follower.stop() };
  } catch (error) {
    await follower.stop();
    throw error;
  }
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
