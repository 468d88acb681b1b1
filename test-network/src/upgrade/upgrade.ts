/**
 * New code for the contract: a new package and sequence, with its servers beside the old ones until every peer answers
 * with the new definitions. Every step looks at what is there first, so a command that was killed goes on when it is
 * run again. A transaction in flight meanwhile gets an endorsement mismatch or code 11, and succeeds when endorsed anew.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { serverNameOf } from '../chaincode-server/server-command.js';
import { ensureDefinitions } from '../lifecycle/ensure-definitions.js';
import { NetworkError } from '../network-error.js';
import { requireRunner } from '../organization-life/life-files.js';
import { accepts, waitFor } from '../organization-life/wait-for.js';
import { openInstalled } from '../packaging/install-files.js';
import { INSTALLED, removeRecord, UPGRADE, writeRecord } from '../packaging/installed-record.js';
import type { InstalledRecord } from '../packaging/installed-record.js';
import { writeDescription } from '../prepare-network.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { learnDefinitions } from '../trust/learn-definitions.js';
import { writeTrustProfile } from '../trust/trust-profile.js';
import { dropUpgrade, planUpgrade, portsOf, upgradedDefinitions, waitUntilFree } from './plan-upgrade.js';

/** Calls that run in the old servers end in this time, or are repeated by their clients. */
const DRAIN_MS = 1_000;

/**
 * @param source Folder of a built contract; absent: completes an upgrade that was begun.
 * @returns Lowercase hex SHA-256 of the new code; `undefined` when the network runs it already.
 * @throws {NetworkError} `NETWORK_NOT_RUNNING`, `CHAINCODE_NOT_BUILT`, `UPGRADE_PENDING`; `CHAINCODE_FAILED` when the new
 *   code does not run, and then nothing of it is left; `LIFECYCLE_FAILED`, after which the same command goes on.
 */
export async function upgrade(
  network: PreparedNetwork,
  source: string | undefined,
  progress: (text: string) => void = () => undefined,
): Promise<string | undefined> {
  const { layout, description } = network;
  await requireRunner(layout);
  const plan = await planUpgrade(network, source);
  if (!plan) return undefined;
  const { from, to, isBegun } = plan;
  const definitions = upgradedDefinitions(description.definitions, to);
  const next = { ...network, description: { ...description, definitions } };

  progress('starting the new chaincode servers beside the old ones');
  await startBeside(next, to, isBegun);
  progress('installing, approving and committing the new definitions');
  await ensureDefinitions(next, await openInstalled(layout, to));
  progress('asking every peer for the new version');
  await acceptVersions(next, to.bundle);
  await writeDescription(next);
  progress('stopping the old chaincode servers');
  await delay(DRAIN_MS);
  const { label, bundle, port = 'chaincode', packages } = to;
  await writeRecord(layout, INSTALLED, { label, bundle, port, packages });
  await removeRecord(layout, UPGRADE);
  if ((from.port ?? 'chaincode') !== port) await waitUntilFree(next, from);
  return bundle;
}

async function startBeside(
  network: PreparedNetwork,
  record: InstalledRecord,
  isBegun: boolean,
): Promise<void> {
  const { packages, bundle, port = 'chaincode' } = record;
  // By its mark: servers of an upgrade that was dropped a moment ago had the same names.
  const processes = Object.entries(packages).map(([organization, packageId]) => ({
    name: serverNameOf({ network, organization, packageId, bundle, port }),
    mark: packageId,
  }));
  const ports = portsOf(network, record);
  try {
    await waitFor(
      network.layout,
      { code: 'CHAINCODE_FAILED', what: 'start the new chaincode servers', processes },
      async () => !(await Promise.all(ports.map(accepts))).includes(false),
    );
  } catch (error) {
    if (!isBegun && error instanceof NetworkError && error.code === 'CHAINCODE_FAILED')
      await dropUpgrade(network, record);
    throw error;
  }
}

/** Every peer has the new definitions by now; what it answers must come from the new code. */
async function acceptVersions(network: PreparedNetwork, bundle: string): Promise<void> {
  const versions = await learnDefinitions(network);
  for (const [name, version] of versions) {
    if (version.bundle !== bundle) {
      throw new NetworkError(
        'LIFECYCLE_FAILED',
        `${name} is answered by the code ${version.bundle}, not by ${bundle}`,
      );
    }
  }
  await writeTrustProfile(network, versions);
}
