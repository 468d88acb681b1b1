/**
 * New code of the contract on one host: its package, and the unit or container of its server, beside what runs. Nothing
 * reaches the channel before `enter`; until then the files may be removed again.
 */
import { join, resolve } from 'node:path';
import { chaincodeServersText } from '../compose/compose-file.js';
import { chaincodeContainers } from '../compose/organization-services.js';
import type { OrganizationKey } from '../description.js';
import { requireOrganization } from '../description.js';
import { layoutOf, writeAtomically } from '../layout.js';
import { NetworkError } from '../network-error.js';
import { bundleDigest, openInstalled } from '../packaging/install-files.js';
import { INSTALLED, readRecord, UPGRADE } from '../packaging/installed-record.js';
import type { InstalledRecord } from '../packaging/installed-record.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { newUpgrade } from '../upgrade/plan-upgrade.js';
import { placesOf } from './places.js';
import { assertPlainPath } from './plain-words.js';
import { chaincodeService } from './services.js';
import type { Service } from './services.js';
import { DEFAULT_PROGRAMS, unitName, unitText } from './units.js';

export type Staged = {
  /** Lowercase hex SHA-256 of the new code: the same on all hosts. */
  readonly bundle: string;
  /** Path of the unit to start before `enter`. */
  readonly unit: string;
  /** With docker: the compose file that stands beside the first one, with the servers of both versions. */
  readonly composeFile: string;
};

export type StageOptions = {
  /** Absolute path of `node` on the host. */
  readonly node?: string;
  /** Where the servers see the folder, when that is elsewhere: in containers of a rehearsal. */
  readonly place?: string;
};

/**
 * @param network Folder of the organization at its place on its host.
 * @param source Folder of the built contract.
 * @returns `undefined` when the folder has this code already.
 * @throws {NetworkError} `CHAINCODE_NOT_BUILT`; `UPGRADE_PENDING` when other code was staged before.
 */
export async function stage(
  network: PreparedNetwork,
  key: OrganizationKey,
  source: string,
  { node = DEFAULT_PROGRAMS.node, place = resolve(network.layout.home) }: StageOptions = {},
): Promise<Staged | undefined> {
  const { layout } = network;
  const folder = resolve(layout.home);
  for (const [what, path] of Object.entries({ folder, place, node })) assertPlainPath(what, path);
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
  const organization = requireOrganization(network.description, key);
  const serverOf = async (version: InstalledRecord): Promise<Service> =>
    chaincodeService(
      { ...network, layout: layoutOf(place) },
      organization,
      await openInstalled(layout, version),
    );
  const [running, next] = await Promise.all([serverOf(installed), serverOf(record)]);
  const { units, composeUpgradeFile } = placesOf(layout, key);
  const unit = join(units, unitName(next));
  await writeAtomically(unit, unitText(next, { ...DEFAULT_PROGRAMS, node }, place));
  const containers = chaincodeContainers(key, [running, next], { folder, place });
  await writeAtomically(composeUpgradeFile, chaincodeServersText(containers));
  return { bundle: wanted, unit, composeFile: composeUpgradeFile };
}
