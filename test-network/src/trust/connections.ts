/** `connections/<key>.json`: what the gateway of an authority needs to reach its own peer, and nobody else's. */
import { dirname, relative } from 'node:path';
import { organizationOfMsp } from '../description.js';
import type { OrganizationKey } from '../description.js';
import { writeJson } from '../layout.js';
import { NetworkError } from '../network-error.js';
import type { PreparedNetwork } from '../prepare-network.js';

/**
 * One file for each definition's authority; paths inside are relative to the file.
 *
 * @returns Path of each file by organization key.
 */
export async function writeConnections(
  network: PreparedNetwork,
): Promise<Readonly<Record<OrganizationKey, string>>> {
  const { description, layout } = network;
  const endorsers = description.organizations.map(({ mspId }) => mspId);
  const rows = await Promise.all(
    description.definitions.map(async ({ name, authority }) => {
      const organization = organizationOfMsp(description, authority);
      if (!organization)
        throw new NetworkError(
          'NETWORK_DAMAGED',
          `${name} belongs to ${authority}, which is not in the network`,
        );
      const { key, mspId, ports } = organization;
      const path = layout.connection(key);
      const at = (file: string): string => relative(dirname(path), file);
      const node = layout.organization(key).node('gateway');
      await writeJson(path, {
        kind: description.kind,
        channel: description.channel,
        network: network.network,
        mspId,
        namespace: name,
        peers: [{ mspId, address: `localhost:${ports.peer}` }],
        tlsRoots: at(layout.tlsRoots),
        certificate: at(node.certificate),
        privateKey: at(node.key),
        endorsers,
        trustProfile: at(layout.trustProfile),
      });
      return [key, path] as const;
    }),
  );
  return Object.fromEntries(rows);
}
