/**
 * New code of the contract on one host: its package and the unit of its server, beside what runs. Nothing reaches the
 * channel before `enter`; until then the files may be removed again.
 */
import { join } from 'node:path';
import type { OrganizationKey } from '../description.js';
import { requireOrganization } from '../description.js';
import { writeAtomically } from '../layout.js';
import { NetworkError } from '../network-error.js';
import { bundleDigest, openInstalled } from '../packaging/install-files.js';
import { INSTALLED, readRecord, UPGRADE } from '../packaging/installed-record.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { newUpgrade } from '../upgrade/plan-upgrade.js';
import { placesOf } from './places.js';
import { assertPlainPath } from './plain-words.js';
import { chaincodeService } from './services.js';
import { DEFAULT_PROGRAMS, unitName, unitText } from './units.js';

export type Staged = {
  /** Lowercase hex SHA-256 of the new code: the same on all hosts. */
  readonly bundle: string;
  /** Path of the unit to start before `enter`. */
  readonly unit: string;
};

/**
 * @param network Folder of the organization at its place on its host.
 * @param source Folder of the built contract.
 * @param node Absolute path of `node` on this host.
 * @returns `undefined` when the folder has this code already.
 * @throws {NetworkError} `CHAINCODE_NOT_BUILT`; `UPGRADE_PENDING` when other code was staged before.
 */
export async function stage(
  network: PreparedNetwork,
  key: OrganizationKey,
  source: string,
  node: string = DEFAULT_PROGRAMS.node,
): Promise<Staged | undefined> {
  const { layout } = network;
  assertPlainPath('folder', layout.home);
  assertPlainPath('node', node);
  const installed = await readRecord(layout, INSTALLED);
  if (!installed) throw new NetworkError('NETWORK_DAMAGED', `${layout.home} has no contract installed`);
  const wanted = await bundleDigest(source);
  const staged = await readRecord(layout, UPGRADE);
  if (staged && staged.bundle !== wanted) {
    throw new NetworkError(
      'UPGRADE_PENDING',
      `the code ${staged.bundle} was staged before: enter with it first`,
    );
  }
  if (!staged && wanted === installed.bundle) return undefined;
  const record = staged ?? (await newUpgrade(network, installed, source));
  const service = chaincodeService(
    network,
    requireOrganization(network.description, key),
    await openInstalled(layout, record),
  );
  const unit = join(placesOf(layout, key).units, unitName(service));
  await writeAtomically(unit, unitText(service, { ...DEFAULT_PROGRAMS, node }, layout.home));
  return { bundle: wanted, unit };
}
