/**
 * Orderers notice that another one restarted when they next write to it, and what they wrote is lost. Some blocks
 * ordered while all are up mend every connection; until then the restarted one could not make up for one that fails.
 */
import { organizationOfMsp } from '../description.js';
import type { Organization } from '../description.js';
import { PeerClient } from '../lifecycle/peer-client.js';
import { NetworkError } from '../network-error.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { heightOf, standingOf } from './orderer-standing.js';
import { waitFor } from './wait-for.js';

/** One for each kind of message that consenters exchange about a block, and one that arrives. */
const BLOCKS = 3;

/**
 * Resolves once the orderer has blocks that were ordered after its restart.
 *
 * @throws {NetworkError} `NODE_FAILED`
 */
export async function settleOrdering(network: PreparedNetwork, organization: Organization): Promise<void> {
  const { description, layout } = network;
  const [definition] = description.definitions;
  const authority = definition && organizationOfMsp(description, definition.authority);
  const second = description.organizations.find(
    ({ key, mspId }) => key !== organization.key && mspId !== definition?.authority,
  );
  if (!definition || !authority || !second)
    throw new NetworkError('NETWORK_DAMAGED', 'the description has no definition with two organizations');
  const client = await PeerClient.open(network, authority.key);
  try {
    for (let block = 0; block < BLOCKS; block += 1) {
      await waitFor(
        layout,
        { code: 'NODE_FAILED', what: `orderer-${organization.key} takes part in ordering` },
        async () => {
          // Reads only: the transaction changes nothing, but it is ordered.
          await client.submit(definition.name, 'version', {
            endorsingOrganizations: [authority.mspId, second.mspId],
          });
          const height = await heightOf(network, description.organizations);
          return (await standingOf(network, organization)).height >= height;
        },
      );
    }
  } finally {
    client.close();
  }
}
