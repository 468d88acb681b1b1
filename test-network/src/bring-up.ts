/** The last steps of every start, the same for both networks: from running nodes to a network that gateways can use. */
import { ensureDefinitions } from './lifecycle/ensure-definitions.js';
import { registerAuthorities } from './lifecycle/register-authorities.js';
import type { OrganizationKey } from './description.js';
import type { InstalledChaincode } from './packaging/install-files.js';
import type { PreparedNetwork } from './prepare-network.js';
import { writeConnections } from './trust/connections.js';
import { learnDefinitions } from './trust/learn-definitions.js';
import { writeTrustProfile } from './trust/trust-profile.js';

export type NetworkFiles = {
  /** Path of each `connections/<key>.json`. */
  readonly connections: Readonly<Record<OrganizationKey, string>>;
  readonly trustProfile: string;
};

/**
 * Definitions, roles, trust profile, connection files; what is there already stays. Peers, orderers and chaincode
 * servers must be running.
 *
 * @throws {NetworkError} `LIFECYCLE_FAILED`, `ROLES_FAILED`
 */
export async function bringUp(
  network: PreparedNetwork,
  installed: InstalledChaincode,
  progress: (text: string) => void = () => undefined,
): Promise<NetworkFiles> {
  progress('bringing the definitions onto the channel');
  await ensureDefinitions(network, installed);
  const versions = await learnDefinitions(network);
  progress('granting the gateways their roles');
  await registerAuthorities(network);
  await writeTrustProfile(network, versions);
  const connections = await writeConnections(network);
  return { connections, trustProfile: network.layout.trustProfile };
}
