/** Asks the running network where its definitions stand; a complete answer also means that every organization endorses. */
import { setTimeout as delay } from 'node:timers/promises';
import { organizationOfMsp } from '../description.js';
import type { Definition, OrganizationKey } from '../description.js';
import { PeerClient, reasonOf } from '../lifecycle/peer-client.js';
import { NetworkError } from '../network-error.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { definitionVersionOf } from './definition-version.js';
import type { AcceptedDefinition } from './definition-version.js';

/** Peers find one another within seconds of their start. */
const PATIENCE_MS = 60_000;
const POLL_MS = 100;

/**
 * By name of the definition.
 *
 * @param speaker Whose admin asks, at its own peer; absent: the authority of each definition.
 * @throws {NetworkError} `LIFECYCLE_FAILED` when not all organizations endorse a read within a minute.
 */
export async function learnDefinitions(
  network: PreparedNetwork,
  speaker?: OrganizationKey,
): Promise<ReadonlyMap<string, AcceptedDefinition>> {
  const rows = await Promise.all(
    network.description.definitions.map(
      async (definition) =>
        [
          definition.name,
          await learn(network, definition, speaker ?? authorityOf(network, definition)),
        ] as const,
    ),
  );
  return new Map(rows);
}

function authorityOf(network: PreparedNetwork, { name, authority }: Definition): OrganizationKey {
  const organization = organizationOfMsp(network.description, authority);
  if (!organization)
    throw new NetworkError(
      'LIFECYCLE_FAILED',
      `${name} belongs to ${authority}, which is not in the network`,
    );
  return organization.key;
}

async function learn(
  network: PreparedNetwork,
  { name }: Definition,
  speaker: OrganizationKey,
): Promise<AcceptedDefinition> {
  const client = await PeerClient.open(network, speaker);
  const endorsingOrganizations = network.description.organizations.map(({ mspId }) => mspId);
  const deadline = Date.now() + PATIENCE_MS;
  try {
    for (;;) {
      try {
        const endorsed = await client
          .contract(name)
          .newProposal('version', { endorsingOrganizations })
          .endorse();
        return { ...definitionVersionOf(endorsed.getBytes(), name), bundle: bundleOf(endorsed.getResult()) };
      } catch (error) {
        if (Date.now() > deadline) {
          throw new NetworkError('LIFECYCLE_FAILED', `no endorsement of ${name} by all: ${reasonOf(error)}`, {
            cause: error,
          });
        }
        await delay(POLL_MS);
      }
    }
  } finally {
    client.close();
  }
}

/** The contract says itself which code answers: during an upgrade that differs between definitions. */
function bundleOf(answer: Uint8Array): string {
  const { bundle } = JSON.parse(Buffer.from(answer).toString()) as { readonly bundle?: unknown };
  if (typeof bundle !== 'string') throw new Error('the contract does not name its bundle');
  return bundle;
}
