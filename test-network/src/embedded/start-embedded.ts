/** The embedded network as a whole: nodes in this process, chaincode servers beside it, definitions, roles and files. */
import { bringUp } from '../bring-up.js';
import type { NetworkFiles } from '../bring-up.js';
import type { ChaincodeServer } from '../chaincode-server/server-process.js';
import type { OrganizationKey } from '../description.js';
import { Follower } from '../organization-life/follower.js';
import { serverPlan } from '../organization-life/process-plan.js';
import { installChaincodeFiles } from '../packaging/install-files.js';
import type { InstalledChaincode } from '../packaging/install-files.js';
import { assertPortsFree } from '../ports.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { endLeftovers } from '../processes/pid-files.js';
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
  await endLeftovers(network.layout.run, progress);
  progress('opening the ledger');
  await assertPortsFree(embeddedPorts(network.description));
  const installed = await installChaincodeFiles(network, options.chaincodeSource);
  const nodes = await EmbeddedNodes.start(network, options);
  const servers = new Map<OrganizationKey, ChaincodeServer>();
  const plan = serverPlan(network, (key, server) => void servers.set(key, server));
  const follower = new Follower(network.layout, plan, progress);
  const stop = async (): Promise<void> => {
    await nodes.stop();
    await follower.stop();
  };
  try {
    progress('starting the chaincode servers');
    await follower.start();
    const files = await (options.bringUp?.(network, installed) ?? bringUp(network, installed, progress));
    const pids = (): Record<string, number> => ({ network: process.pid, ...follower.pids() });
    return { network, installed, files, nodes, servers, pids, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
