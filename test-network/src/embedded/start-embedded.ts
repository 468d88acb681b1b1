/** The embedded network as a whole: nodes in this process, chaincode servers beside it, definitions, roles and files. */
import { bringUp } from '../bring-up.js';
import type { NetworkFiles } from '../bring-up.js';
import type { ChaincodeServer } from '../chaincode-server/server-process.js';
import { startChaincodeServers } from '../chaincode-server/start-servers.js';
import type { OrganizationKey } from '../description.js';
import { installChaincodeFiles } from '../packaging/install-files.js';
import type { InstalledChaincode } from '../packaging/install-files.js';
import { assertPortsFree } from '../ports.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { EmbeddedNodes, embeddedPorts, type NodeOptions } from './nodes.js';

export type EmbeddedOptions = NodeOptions & {
  /** Folder with the built contract (`chaincode/deploy`). */
  readonly chaincodeSource: string;
  readonly progress?: (text: string) => void;
  /**
   * What follows once nodes and chaincode servers run. A test with a contract of its own does its own; by default
   * definitions, roles, connection files and trust profile.
   */
  readonly bringUp?: (network: PreparedNetwork, installed: InstalledChaincode) => Promise<NetworkFiles>;
};

export type EmbeddedNetwork = {
  readonly network: PreparedNetwork;
  readonly installed: InstalledChaincode;
  readonly files: NetworkFiles;
  readonly nodes: EmbeddedNodes;
  readonly servers: ReadonlyMap<OrganizationKey, ChaincodeServer>;
  /** Process ids by name: `network`, `chaincode-tax`; a server that is down just now is missing. */
  readonly pids: () => Readonly<Record<string, number>>;
  readonly stop: () => Promise<void>;
};

/**
 * @throws {NetworkError} `NETWORK_IN_USE`, `NETWORK_DAMAGED`, `PORT_TAKEN`, `CHAINCODE_…`, `BUNDLE_CHANGED`,
 *   `LIFECYCLE_FAILED`, `ROLES_FAILED`; whatever was started is stopped again.
 */
export async function startEmbedded(
  network: PreparedNetwork,
  options: EmbeddedOptions,
): Promise<EmbeddedNetwork> {
  const { progress = () => undefined } = options;
  progress('opening the ledger');
  await assertPortsFree(embeddedPorts(network.description));
  const installed = await installChaincodeFiles(network, options.chaincodeSource);
  const nodes = await EmbeddedNodes.start(network, options);
  let servers: ReadonlyMap<OrganizationKey, ChaincodeServer> = new Map();
  const stop = async (): Promise<void> => {
    await nodes.stop();
    await Promise.all([...servers.values()].map((server) => server.stop()));
  };
  try {
    progress('starting the chaincode servers');
    servers = await startChaincodeServers(network, installed);
    const files = await (options.bringUp?.(network, installed) ?? bringUp(network, installed, progress));
    const pids = (): Record<string, number> => ({ network: process.pid, ...serverPids(servers) });
    return { network, installed, files, nodes, servers, pids, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function serverPids(servers: ReadonlyMap<OrganizationKey, ChaincodeServer>): Record<string, number> {
  return Object.fromEntries(
    [...servers].flatMap(([key, { pid }]) => (pid === undefined ? [] : [[`chaincode-${key}`, pid] as const])),
  );
}
