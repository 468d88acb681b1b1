/** `connections/<key>.json`: what the gateway of an authority needs to reach its own peer, and nobody else's. */
import { dirname, relative } from 'node:path';
import { isNamed } from '../channel/policy.js';
import { organizationOfMsp } from '../description.js';
import type { Definition, Organization, OrganizationKey } from '../description.js';
import { writeJson } from '../layout.js';
import { NetworkError } from '../network-error.js';
import type { PreparedNetwork } from '../prepare-network.js';

/**
 * One file for each definition's authority; paths inside are relative to the file.
 *
 * @param keys Organizations whose gateway identity lies in this folder.
 * @returns Path of each file by organization key.
 */
export async function writeConnections(
  network: PreparedNetwork,
  keys: readonly OrganizationKey[] = network.description.organizations.map(({ key }) => key),
): Promise<Readonly<Record<OrganizationKey, string>>> {
  const rows = await Promise.all(
    network.description.definitions.map(async (definition) => {
      const organization = organizationOf(network, definition);
      if (!keys.includes(organization.key)) return [];
      return [[organization.key, await writeConnection(network, definition, organization)] as const];
    }),
  );
  return Object.fromEntries(rows.flat());
}

function organizationOf({ description }: PreparedNetwork, { name, authority }: Definition): Organization {
  const organization = organizationOfMsp(description, authority);
  if (organization) return organization;
  throw new NetworkError('NETWORK_DAMAGED', `${name} belongs to ${authority}, which is not in the network`);
}

/** @returns Path of the file. */
async function writeConnection(
  { description, layout, network }: PreparedNetwork,
  { name, policy }: Definition,
  { key, mspId, ports }: Organization,
): Promise<string> {
  const path = layout.connection(key);
  const at = (file: string): string => relative(dirname(path), file);
  const node = layout.organization(key).node('gateway');
  await writeJson(path, {
    kind: description.kind,
    channel: description.channel,
    network,
    mspId,
    namespace: name,
    peers: [{ mspId, address: `localhost:${ports.peer}` }],
    tlsRoots: at(layout.tlsRoots),
    certificate: at(node.certificate),
    privateKey: at(node.key),
    // One that joined later is in no policy yet.
    endorsers: description.organizations
      .map((organization) => organization.mspId)
      .filter((candidate) => isNamed(policy, candidate)),
    trustProfile: at(layout.trustProfile),
  });
  return path;
}
