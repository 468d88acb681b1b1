/**
 * Brings one organization onto the channel from its own host, with its own admin alone: join, install, approve, grant,
 * sign. The others do the same on theirs, in any order; where their word is needed, this waits. What is done stays.
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Definition, Organization, OrganizationKey } from '../description.js';
import { requireOrganization } from '../description.js';
import { ensureInstalled, isCommitted, requirePackage, until } from '../lifecycle/ensure-definitions.js';
import { approve, commit, queryApprovals } from '../lifecycle/lifecycle-calls.js';
import { PeerClient } from '../lifecycle/peer-client.js';
import { registerAuthorities } from '../lifecycle/register-authorities.js';
import { joinOrderer, joinPeer } from '../native/join-channel.js';
import { NetworkError } from '../network-error.js';
import { installChaincodeFiles } from '../packaging/install-files.js';
import type { InstalledChaincode } from '../packaging/install-files.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { learnDefinitions } from '../trust/learn-definitions.js';
import { writeTrustProfile } from '../trust/trust-profile.js';
import type { TrustProfile } from '../trust/trust-profile.js';

export type EnterOptions = {
  /** How long to wait for the own nodes, and again for each word of the others. */
  readonly patienceMs: number;
  readonly progress?: (text: string) => void;
};

const POLL_MS = 250;

/**
 * @param network Folder of this organization on its host; its orderer, peer and chaincode server must be running.
 * @returns The trust profile as this organization signs it.
 * @throws {NetworkError} `NODE_FAILED`, `LIFECYCLE_FAILED`, `ROLES_FAILED`
 */
export async function enter(
  network: PreparedNetwork,
  key: OrganizationKey,
  { patienceMs, progress = () => undefined }: EnterOptions,
): Promise<TrustProfile> {
  const organization = requireOrganization(network.description, key);
  progress('joining orderer and peer');
  await joinOwnNodes(network, organization, patienceMs);
  // The package was laid into the folder when it was exported: nothing is made here.
  const installed = await installChaincodeFiles(network, network.layout.chaincodes, [key]);
  const client = await PeerClient.open(network, key);
  try {
    progress('installing the chaincode package');
    await ensureInstalled(client, installed);
    for (const definition of network.description.definitions) {
      progress(`definition ${definition.name}`);
      await bringDefinition(client, network, definition, installed, patienceMs);
    }
  } finally {
    client.close();
  }
  progress('roles and trust profile');
  // Other peers learn of a definition with the next blocks and of one another within seconds.
  await retrying(patienceMs, () => registerAuthorities(network, [key]));
  const versions = await learnDefinitions(network, key);
  return writeTrustProfile(network, versions, [key]);
}

async function joinOwnNodes(
  network: PreparedNetwork,
  organization: Organization,
  patienceMs: number,
): Promise<void> {
  const genesis = await readFile(network.layout.genesisBlock);
  await retrying(patienceMs, () => joinOrderer(network, organization, genesis));
  await retrying(patienceMs, () => joinPeer(network, organization, genesis));
}

/** Approves for this organization; the authority commits once all have approved; everybody waits for that. */
async function bringDefinition(
  client: PeerClient,
  { description }: PreparedNetwork,
  definition: Definition,
  installed: InstalledChaincode,
  patienceMs: number,
): Promise<void> {
  const { key, mspId } = client.organization;
  const { name, authority } = definition;
  const { packageId } = requirePackage(installed, key);
  await until(
    `approve ${name}`,
    async () => {
      if (await isCommitted(client, definition)) return true;
      if (!(await queryApprovals(client, definition)).has(mspId))
        await approve(client, definition, packageId);
      return true;
    },
    patienceMs,
  );
  if (authority === mspId) {
    const all = description.organizations.map((organization) => organization.mspId);
    await until(
      `commit ${name}`,
      async () => {
        if (await isCommitted(client, definition)) return true;
        const approvals = await queryApprovals(client, definition);
        const missing = all.filter((candidate) => !approvals.has(candidate));
        if (missing.length > 0) throw new Error(`${missing.join(', ')} did not approve yet`);
        await commit(client, definition, all);
        return true;
      },
      patienceMs,
    );
  }
  await until(`wait for ${name}`, () => isCommitted(client, definition), patienceMs);
}

/** A node that starts, a peer that does not know the others yet: tried again until patience ends, then as it failed. */
async function retrying(patienceMs: number, work: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof NetworkError) || Date.now() > deadline) throw error;
      await delay(POLL_MS);
    }
  }
}
