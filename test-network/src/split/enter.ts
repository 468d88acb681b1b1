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
import { installChaincodeFiles, openInstalled } from '../packaging/install-files.js';
import type { InstalledChaincode } from '../packaging/install-files.js';
import { INSTALLED, readRecord, removeRecord, UPGRADE, writeRecord } from '../packaging/installed-record.js';
import type { InstalledRecord } from '../packaging/installed-record.js';
import { writeDescription } from '../prepare-network.js';
import type { PreparedNetwork } from '../prepare-network.js';
import type { AcceptedDefinition } from '../trust/definition-version.js';
import { learnDefinitions } from '../trust/learn-definitions.js';
import { writeTrustProfile } from '../trust/trust-profile.js';
import type { TrustProfile } from '../trust/trust-profile.js';
import { upgradedDefinitions } from '../upgrade/plan-upgrade.js';

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
  const { next, installed, staged } = await wantedChaincode(network, key);
  const client = await PeerClient.open(network, key);
  try {
    progress('installing the chaincode package');
    await ensureInstalled(client, installed);
    for (const definition of next.description.definitions) {
      progress(`definition ${definition.name}, sequence ${definition.sequence}`);
      await bringDefinition(client, next, definition, installed, patienceMs);
    }
  } finally {
    client.close();
  }
  progress('roles and trust profile');
  // Other peers learn of a definition with the next blocks and of one another within seconds.
  await retrying(patienceMs, () => registerAuthorities(network, [key]));
  const versions = await learnDefinitions(next, key);
  assertAnsweredBy(versions, installed.bundle);
  if (staged) await adopt(next, staged);
  return writeTrustProfile(next, versions, [key]);
}

/** What was staged, with the definitions as they will be; else what the folder came with. */
async function wantedChaincode(
  network: PreparedNetwork,
  key: OrganizationKey,
): Promise<{ next: PreparedNetwork; installed: InstalledChaincode; staged?: InstalledRecord }> {
  const { layout, description } = network;
  const staged = await readRecord(layout, UPGRADE);
  // The package was laid into the folder when it was exported: nothing is made here.
  if (!staged)
    return { next: network, installed: await installChaincodeFiles(network, layout.chaincodes, [key]) };
  const definitions = upgradedDefinitions(description.definitions, staged);
  const next = { ...network, description: { ...description, definitions } };
  return { next, installed: await openInstalled(layout, staged), staged };
}

/** Package ids cover addresses, so definitions that all agree on say nothing about the code; the answer does. */
function assertAnsweredBy(versions: ReadonlyMap<string, AcceptedDefinition>, bundle: string): void {
  for (const [name, version] of versions) {
    if (version.bundle === bundle) continue;
    throw new NetworkError(
      'LIFECYCLE_FAILED',
      `${name} is answered by the code ${version.bundle}, not by ${bundle}`,
    );
  }
}

/** From now on the folder is one of the new code; its old server may be stopped. */
async function adopt(network: PreparedNetwork, staged: InstalledRecord): Promise<void> {
  const { label, bundle, port = 'chaincode', packages } = staged;
  await writeDescription(network);
  await writeRecord(network.layout, INSTALLED, { label, bundle, port, packages });
  await removeRecord(network.layout, UPGRADE);
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
