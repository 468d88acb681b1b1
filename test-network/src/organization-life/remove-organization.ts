/**
 * An organization leaves: first its orderer stops counting, then it is no member any more, then its processes end. Its
 * keys stay and its ledgers are moved aside: nothing is deleted. Run again after a kill, the command goes on.
 */
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { isNamed } from '../channel/policy.js';
import { removeConsenter, removeMember } from '../config-update/channel-edits.js';
import { ensureConfig } from '../config-update/ensure-config.js';
import type { NetworkDescription, Organization } from '../description.js';
import { NetworkError } from '../network-error.js';
import { INSTALLED, writeRecord } from '../packaging/installed-record.js';
import { writeDescription } from '../prepare-network.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { exists, readTask, removeTask, writeTask } from './life-files.js';
import { requireInstalled, requireRunningNative } from './preconditions.js';
import { refreshPublicFiles } from './public-files.js';
import { accepts, waitFor } from './wait-for.js';

type Leaving = {
  readonly organization: Organization;
  /** Absent for one that joined without ever ordering. */
  readonly consenterId?: number;
  /** RFC 3339: names the folder that keeps what it leaves behind. */
  readonly since: string;
};

/**
 * @returns Folder with the ledgers of its nodes.
 * @throws {NetworkError} `NOT_ON_EMBEDDED`, `NETWORK_NOT_RUNNING`, `ORGANIZATION_UNKNOWN`, `ORGANIZATION_NEEDED`,
 *   `UPGRADE_PENDING`, and then nothing was begun; `CONFIG_REFUSED`, `CONFIG_NOT_SEEN`, `NODE_FAILED`,
 *   `LIFECYCLE_FAILED`, after which the same command goes on.
 */
export async function removeOrganization(
  network: PreparedNetwork,
  key: string,
  progress: (text: string) => void = () => undefined,
): Promise<string> {
  await requireRunningNative(network);
  await requireInstalled(network);
  const { layout, description } = network;
  const task = `leaving-${key}`;
  const known = await readTask<Leaving>(layout, task);
  const leaving = known ?? describeLeaving(description, key);
  if (!known) await writeTask(layout, task, leaving);
  const { organization } = leaving;
  // With its keys still here it may sign, but only when the others are too few.
  const present = { ...network, description: withOrganization(description, organization) };
  const silent = { ...present, description: withoutConsenter(present.description, leaving) };
  const narrower = { ...silent, description: withoutMember(silent.description, organization) };
  const edit = { reluctant: [organization.mspId], without: [key] };

  const { consenterId } = leaving;
  if (consenterId !== undefined) {
    const what = `take consenter ${consenterId} of ${organization.mspId} out of the ordering`;
    await ensureConfig(
      silent,
      { ...edit, what, apply: (channel) => removeConsenter(channel, consenterId) },
      progress,
    );
  }
  const what = `take ${organization.mspId} out of the channel`;
  await ensureConfig(
    silent,
    { ...edit, what, apply: (channel) => removeMember(channel, organization.mspId) },
    progress,
  );
  progress(`stopping orderer, peer and chaincode server of ${organization.mspId}`);
  await writeDescription(narrower);
  await waitUntilEnded(narrower, organization);
  await forgetPackage(narrower, key);
  await removeTask(layout, `joining-${key}`);
  progress('asking the remaining peers for an endorsement');
  await refreshPublicFiles(narrower);
  const folder = await moveLedgersAside(network, leaving);
  await removeTask(layout, task);
  return folder;
}

function describeLeaving(description: NetworkDescription, key: string): Leaving {
  const organization = description.organizations.find((candidate) => candidate.key === key);
  if (!organization) throw new NetworkError('ORGANIZATION_UNKNOWN', `the network has no organization ${key}`);
  const needing = description.definitions.filter(({ policy }) => isNamed(policy, organization.mspId));
  if (needing.length > 0) {
    const names = needing.map(({ name }) => name).join(', ');
    throw new NetworkError(
      'ORGANIZATION_NEEDED',
      `${organization.mspId} stands in the endorsement policy of ${names}: change those definitions first`,
    );
  }
  const consenterId = description.consenters.find((entry) => entry.organization === key)?.id;
  const since = new Date().toISOString();
  return { organization, since, ...(consenterId === undefined ? {} : { consenterId }) };
}

function withOrganization(description: NetworkDescription, organization: Organization): NetworkDescription {
  const isThere = description.organizations.some(({ key }) => key === organization.key);
  return isThere
    ? description
    : { ...description, organizations: [...description.organizations, organization] };
}

function withoutConsenter(description: NetworkDescription, { consenterId }: Leaving): NetworkDescription {
  if (consenterId === undefined) return description;
  const former = new Set([...(description.formerConsenters ?? []), consenterId]);
  return {
    ...description,
    consenters: description.consenters.filter(({ id }) => id !== consenterId),
    formerConsenters: [...former],
  };
}

function withoutMember(description: NetworkDescription, { key }: Organization): NetworkDescription {
  return {
    ...description,
    organizations: description.organizations.filter((organization) => organization.key !== key),
  };
}

async function waitUntilEnded({ layout }: PreparedNetwork, { key, ports }: Organization): Promise<void> {
  const listening = [ports.peer, ports.orderer, ports.chaincode, ports.chaincodeBeside];
  await waitFor(
    layout,
    { code: 'NODE_FAILED', what: `wait until the nodes of ${key} are stopped` },
    async () => !(await Promise.all(listening.map(accepts))).includes(true),
  );
}

async function forgetPackage(network: PreparedNetwork, key: string): Promise<void> {
  const installed = await requireInstalled(network);
  const packages = Object.fromEntries(Object.entries(installed.packages).filter(([owner]) => owner !== key));
  await writeRecord(network.layout, INSTALLED, { ...installed, packages });
}

/**
 * Should the organization join again, its nodes start with empty ledgers. Its keys stay where they are: the MSP id stands
 * in blocks with these roots, and peers that read the chain from its start take no other for it.
 */
async function moveLedgersAside(
  { layout }: PreparedNetwork,
  { organization, since }: Leaving,
): Promise<string> {
  const aside = join(layout.home, 'former', `${organization.key}-${since.replaceAll(':', '-')}`);
  await mkdir(aside, { recursive: true });
  for (const name of [`orderer-${organization.key}`, `peer-${organization.key}`]) {
    const ledger = join(layout.ledger, name);
    if (await exists(ledger)) await rename(ledger, join(aside, name));
  }
  return aside;
}
