/** One organization's orderer or peer: its settings written, the program started, healthy when the promise resolves. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Organization } from '../description.js';
import { writeJson } from '../layout.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { FabricProcess } from './fabric-process.js';
import { ordererSettings } from './orderer-settings.js';
import { peerSettings } from './peer-settings.js';

export type NodeOptions = {
  /** Absolute path of `orderer` or `peer`. */
  readonly program: string;
  /** Told when the node ended and is started again. */
  readonly say?: (text: string) => void;
};

/** @throws {NetworkError} `NODE_FAILED` */
export async function startOrderer(
  network: PreparedNetwork,
  organization: Organization,
  options: NodeOptions,
): Promise<FabricProcess> {
  const name = `orderer-${organization.key}`;
  const folder = await folderOf(network, name);
  await writeJson(join(folder, 'orderer.yaml'), ordererSettings(organization, network.layout, folder));
  return start(network, name, folder, ['start'], organization.ports.ordererOperations, options);
}

/**
 * @param builder Absolute path of the external builder.
 * @throws {NetworkError} `NODE_FAILED`
 */
export async function startPeer(
  network: PreparedNetwork,
  organization: Organization,
  builder: string,
  options: NodeOptions,
): Promise<FabricProcess> {
  const name = `peer-${organization.key}`;
  const folder = await folderOf(network, name);
  await writeJson(join(folder, 'core.yaml'), peerSettings(organization, network.layout, folder, builder));
  return start(network, name, folder, ['node', 'start'], organization.ports.peerOperations, options);
}

/** Of this process alone: its settings, blocks and state. */
async function folderOf({ layout }: PreparedNetwork, name: string): Promise<string> {
  const folder = join(layout.ledger, name);
  await mkdir(folder, { recursive: true });
  return folder;
}

function start(
  { layout }: PreparedNetwork,
  name: string,
  configFolder: string,
  args: readonly string[],
  healthPort: number,
  options: NodeOptions,
): Promise<FabricProcess> {
  return FabricProcess.start({
    ...options,
    name,
    args,
    configFolder,
    log: join(layout.logs, `${name}.log`),
    run: layout.run,
    healthPort,
  });
}
