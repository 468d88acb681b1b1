/** Brings the chaincode definitions of a network onto its channel; what is there already stays as it is. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Definition } from '../description.js';
import { NetworkError } from '../network-error.js';
import type { InstalledChaincode } from '../packaging/install-files.js';
import type { PreparedNetwork } from '../prepare-network.js';
import {
  approve,
  commit,
  install,
  queryApprovals,
  queryCommitted,
  queryDefinition,
  queryInstalled,
} from './lifecycle-calls.js';
import { during, PeerClient, reasonOf } from './peer-client.js';

/** A peer learns of the others' approvals, and of the others themselves, some seconds after it starts. */
const PATIENCE_MS = 60_000;
const POLL_MS = 100;
/** Fabric's words for an approval that is on the ledger already, of what is not committed yet, and of what is. */
const ALREADY_APPROVED =
  /with unchanged content|redefine the current committed sequence \(\d+\) for namespace [\w-]+$/;

/**
 * Installs, approves and commits what is missing; resolves once every organization's peer knows every definition.
 *
 * @throws {NetworkError} `LIFECYCLE_FAILED` with the step and the peers' own words.
 */
export async function ensureDefinitions(
  network: PreparedNetwork,
  installed: InstalledChaincode,
): Promise<void> {
  const clients = await Promise.all(
    network.description.organizations.map(({ key }) => PeerClient.open(network, key)),
  );
  try {
    await Promise.all(clients.map((client) => ensureInstalled(client, installed)));
    await Promise.all(
      network.description.definitions.map((definition) => ensureCommitted(clients, definition, installed)),
    );
  } finally {
    for (const client of clients) client.close();
  }
}

/** @throws {NetworkError} `LIFECYCLE_FAILED` */
export async function ensureInstalled(client: PeerClient, installed: InstalledChaincode): Promise<void> {
  const { key } = client.organization;
  const { packageId, bytes } = requirePackage(installed, key);
  await during('LIFECYCLE_FAILED', `install at ${key}`, async () => {
    if ((await queryInstalled(client)).has(packageId)) return;
    const answered = await install(client, bytes);
    if (answered !== packageId) throw new Error(`the peer calls the package ${answered}, not ${packageId}`);
  });
}

async function ensureCommitted(
  clients: readonly PeerClient[],
  definition: Definition,
  installed: InstalledChaincode,
): Promise<void> {
  const [first] = clients;
  if (!first) return;
  if (await isCommitted(first, definition)) {
    await waitUntilKnown(clients, definition);
    return ensureApproved(first, clients, definition, installed);
  }
  const mspIds = clients.map(({ organization }) => organization.mspId);
  await during('LIFECYCLE_FAILED', `approve ${definition.name}`, async () => {
    const approved = await queryApprovals(first, definition);
    const missing = clients.filter(({ organization }) => !approved.has(organization.mspId));
    await approveBy(missing, definition, installed);
  });
  await until(`commit ${definition.name}`, async () => {
    // An attempt whose outcome got lost may have been the one that counted.
    if (!(await isCommitted(first, definition))) await commit(first, definition, mspIds);
    return true;
  });
  await waitUntilKnown(clients, definition);
}

/** An organization that joined later approves what the channel has already; without it, its peer does not endorse. */
async function ensureApproved(
  first: PeerClient,
  clients: readonly PeerClient[],
  definition: Definition,
  installed: InstalledChaincode,
): Promise<void> {
  await during('LIFECYCLE_FAILED', `approve ${definition.name}`, async () => {
    const { sequence, approved } = await queryDefinition(first, definition.name);
    // A later one belongs to an upgrade that is under way.
    if (sequence !== definition.sequence) return;
    const missing = clients.filter(({ organization }) => !approved.has(organization.mspId));
    await approveBy(missing, definition, installed);
  });
}

async function approveBy(
  clients: readonly PeerClient[],
  definition: Definition,
  installed: InstalledChaincode,
): Promise<void> {
  await Promise.all(
    clients.map(async (client) => {
      try {
        await approve(client, definition, requirePackage(installed, client.organization.key).packageId);
      } catch (error) {
        // An approval whose answer got lost has happened all the same.
        if (!ALREADY_APPROVED.test(reasonOf(error))) throw error;
      }
    }),
  );
}

/** Whether the client's peer knows the definition, at its sequence or a later one. */
export async function isCommitted(client: PeerClient, { name, sequence }: Definition): Promise<boolean> {
  const committed = await during('LIFECYCLE_FAILED', 'query definitions', () => queryCommitted(client));
  return (committed.get(name) ?? 0) >= sequence;
}

async function waitUntilKnown(clients: readonly PeerClient[], definition: Definition): Promise<void> {
  await Promise.all(
    clients.map((client) =>
      until(`wait for ${definition.name} at ${client.organization.key}`, () =>
        isCommitted(client, definition),
      ),
    ),
  );
}

/**
 * Tries until `attempt` says true; the last reason stands in the failure.
 *
 * @throws {NetworkError} `LIFECYCLE_FAILED`
 */
export async function until(
  what: string,
  attempt: () => Promise<boolean>,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  let reason = 'not yet';
  do {
    try {
      if (await attempt()) return;
    } catch (error) {
      reason = reasonOf(error);
    }
    await delay(POLL_MS);
  } while (Date.now() < deadline);
  throw new NetworkError('LIFECYCLE_FAILED', `${what}: ${reason}`);
}

/** @throws {NetworkError} `LIFECYCLE_FAILED` */
export function requirePackage(
  installed: InstalledChaincode,
  key: string,
): { packageId: string; bytes: Uint8Array } {
  const found = installed.packages.get(key);
  if (!found) throw new NetworkError('LIFECYCLE_FAILED', `no chaincode package was made for ${key}`);
  return found;
}
