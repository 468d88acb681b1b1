/**
 * A further organization with peer and orderer. It becomes a member first; its orderer follows the channel until it has
 * every block, and only then counts as a consenter, so the ordering service never waits for a node that is behind. Each
 * step looks at what is there, so a command that was killed goes on when it is run again.
 */
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { addMember, putConsenter } from '../config-update/channel-edits.js';
import { currentConfig, ensureConfig } from '../config-update/ensure-config.js';
import { consenter } from '../channel/orderer-group.js';
import type { NetworkDescription, Organization } from '../description.js';
import { createOrganization, readRoots } from '../identities/create-identities.js';
import { layoutOf } from '../layout.js';
import { ensureDefinitions } from '../lifecycle/ensure-definitions.js';
import { joinOrderer, joinPeer } from '../native/join-channel.js';
import { contractOf, makePackages, openInstalled } from '../packaging/install-files.js';
import { INSTALLED, writeRecord } from '../packaging/installed-record.js';
import { writeDescription } from '../prepare-network.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { describeJoining } from './describe-organization.js';
import type { Joining, NewOrganization } from './describe-organization.js';
import { exists, readTask, removeTask, writeTask } from './life-files.js';
import { heightOf, isHealthy, standingOf } from './orderer-standing.js';
import { requireInstalled, requireRunningNative } from './preconditions.js';
import { refreshPublicFiles, writeTlsRoots } from './public-files.js';
import { accepts, waitFor } from './wait-for.js';

type Say = (text: string) => void;

/**
 * Resolves once the organization orders, endorses and stands in the trust profile.
 *
 * @returns Its MSP id.
 * @throws {NetworkError} `NOT_ON_EMBEDDED`, `NETWORK_NOT_RUNNING`, `ORGANIZATION_REFUSED`, `UPGRADE_PENDING`, and then
 *   nothing was begun; `CONFIG_REFUSED`, `CONFIG_NOT_SEEN`, `NODE_FAILED`, `CHAINCODE_FAILED`, `LIFECYCLE_FAILED`, after
 *   which the same command goes on.
 */
export async function addOrganization(
  network: PreparedNetwork,
  wanted: NewOrganization,
  progress: Say = () => undefined,
): Promise<string> {
  await requireRunningNative(network);
  await requireInstalled(network);
  const task = `joining-${wanted.key}`;
  const known = await readTask<Joining>(network.layout, task);
  const complete = known ? undefined : completeMember(network.description, wanted);
  if (complete) return complete.mspId;
  const joining = known ?? describeJoining(network.description, wanted);
  if (!known) await writeTask(network.layout, task, joining);
  const { organization } = joining;
  const wider = { ...network, description: withMember(network.description, joining) };

  progress(`making keys and package of ${organization.mspId}`);
  await ensureIdentities(wider, joining);
  await ensurePackage(wider, joining);
  await becomeMember(network, wider, joining, progress);
  await runNodes(wider, joining, progress);
  const whole = { ...wider, description: withConsenter(wider.description, joining) };
  await becomeConsenter(wider, whole, joining, progress);
  progress('installing and approving the definitions');
  await ensureDefinitions(whole, await openInstalled(network.layout, await requireInstalled(network)));
  progress('asking every peer for an endorsement');
  await refreshPublicFiles(whole);
  await removeTask(network.layout, task);
  return organization.mspId;
}

/** The organization, when an earlier command brought it all the way. */
function completeMember(
  { organizations, consenters }: NetworkDescription,
  { key, name }: NewOrganization,
): Organization | undefined {
  const isOrdering = consenters.some(({ organization }) => organization === key);
  return organizations.find((known) => known.key === key && known.name === name && isOrdering);
}

function withMember(description: NetworkDescription, { organization }: Joining): NetworkDescription {
  const others = description.organizations.filter(({ key }) => key !== organization.key);
  return { ...description, organizations: [...others, organization] };
}

function withConsenter(
  description: NetworkDescription,
  { organization, consenterId }: Joining,
): NetworkDescription {
  const others = description.consenters.filter(({ id }) => id !== consenterId);
  return { ...description, consenters: [...others, { id: consenterId, organization: organization.key }] };
}

/**
 * Made aside and moved as a whole: half an organization is never taken for one. One that comes back has its keys still:
 * its MSP id stands in blocks with these roots.
 */
async function ensureIdentities({ layout }: PreparedNetwork, { organization }: Joining): Promise<void> {
  const { folder } = layout.organization(organization.key);
  if (await exists(folder)) return;
  const aside = join(layout.home, 'life', 'draft');
  await rm(aside, { recursive: true, force: true });
  const draft = layoutOf(aside).organization(organization.key);
  await createOrganization(organization, draft, false);
  await mkdir(dirname(folder), { recursive: true });
  await rename(draft.folder, folder);
}

/** The code that the others run, under an address and keys of its own. */
async function ensurePackage(network: PreparedNetwork, { organization }: Joining): Promise<void> {
  const { layout } = network;
  const installed = await requireInstalled(network);
  const [model] = Object.values(installed.packages);
  if (organization.key in installed.packages || model === undefined) return;
  const { label, port = 'chaincode' } = installed;
  const made = await makePackages(network, await contractOf(layout, model), {
    label,
    port,
    keys: [organization.key],
  });
  const packages = { ...installed.packages, ...made.packages };
  await writeRecord(layout, INSTALLED, { ...installed, packages });
}

async function becomeMember(
  network: PreparedNetwork,
  wider: PreparedNetwork,
  { organization }: Joining,
  progress: Say,
): Promise<void> {
  const roots = await readRoots(network.layout.organization(organization.key));
  await ensureConfig(
    network,
    {
      what: `add ${organization.mspId} to the channel`,
      apply: (channel) => addMember(channel, organization, roots),
      without: [organization.key],
    },
    progress,
  );
  await writeTlsRoots(wider);
  // From now on the running network has processes of this organization.
  await writeDescription(wider);
}

async function runNodes(network: PreparedNetwork, { organization }: Joining, progress: Say): Promise<void> {
  const { layout, description } = network;
  const { key, ports } = organization;
  progress(`starting orderer, peer and chaincode server of ${organization.mspId}`);
  const names = [`orderer-${key}`, `peer-${key}`, `chaincode-${key}`, `chaincode-beside-${key}`];
  const processes = names.map((name) => ({ name }));
  await waitFor(layout, { code: 'NODE_FAILED', what: `start the nodes of ${key}`, processes }, async () => {
    const { port = 'chaincode' } = await requireInstalled(network);
    return (
      (await isHealthy(ports.ordererOperations)) &&
      (await isHealthy(ports.peerOperations)) &&
      (await accepts(ports[port]))
    );
  });
  progress('joining the channel');
  const others = description.organizations.filter((other) => other.key !== key);
  const consenters = description.consenters.filter((entry) => entry.organization !== key);
  const existing = { ...network, description: { ...description, organizations: others, consenters } };
  await joinOrderer(network, organization, (await currentConfig(existing)).bytes);
  await joinPeer(network, organization, await readFile(layout.genesisBlock));
  const height = await heightOf(network, others);
  await waitFor(layout, { code: 'NODE_FAILED', what: `orderer-${key} fetches the blocks` }, async () => {
    const standing = await standingOf(network, organization);
    return standing.status === 'active' && standing.height >= height;
  });
}

async function becomeConsenter(
  network: PreparedNetwork,
  whole: PreparedNetwork,
  { organization, consenterId }: Joining,
  progress: Say,
): Promise<void> {
  const { layout } = network;
  const node = layout.organization(organization.key).node('orderer');
  const [identity, tls] = await Promise.all([
    readFile(node.certificate, 'utf8'),
    readFile(node.tls.certificate, 'utf8'),
  ]);
  await ensureConfig(
    network,
    {
      what: `make the orderer of ${organization.mspId} consenter ${consenterId}`,
      apply: (channel) => putConsenter(channel, consenter(consenterId, organization, { identity, tls })),
    },
    progress,
  );
  await writeDescription(whole);
  const what = `orderer-${organization.key} takes part in ordering`;
  await waitFor(layout, { code: 'NODE_FAILED', what }, async () => {
    const standing = await standingOf(whole, organization);
    return standing.relation === 'consenter' && standing.status === 'active';
  });
}
