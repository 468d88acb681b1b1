/**
 * The folder of one organization, to be carried to its own host: its private keys, everything public, settings for the
 * place where the folder will lie, its chaincode package, units and containers. It is a network's folder like any
 * other, with the keys of one organization only.
 */
import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { composeText } from '../compose/compose-file.js';
import { organizationServices } from '../compose/organization-services.js';
import type { OrganizationKey } from '../description.js';
import { requireOrganization } from '../description.js';
import { runsGateway } from '../identities/create-identities.js';
import { KEY_MODE, layoutOf, writeAtomically, writeJson } from '../layout.js';
import { writeExternalBuilder } from '../native/external-builder.js';
import { ordererSettings } from '../native/orderer-settings.js';
import { peerSettings } from '../native/peer-settings.js';
import { NetworkError } from '../network-error.js';
import { installChaincodeFiles } from '../packaging/install-files.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { writeConnections } from '../trust/connections.js';
import { assertEmpty } from './ceremony.js';
import { authorityKeys, copyParts, nodeFiles, publicFiles } from './organization-parts.js';
import { assertOwnKeysOnly } from './own-keys.js';
import { placesOf } from './places.js';
import { assertPlainPath } from './plain-words.js';
import { assertPlan } from './plan.js';
import { servicesOf } from './services.js';
import type { Service } from './services.js';
import { DEFAULT_PROGRAMS, TARGET, targetText, unitName, unitText } from './units.js';
import type { Programs } from './units.js';

export type ExportOptions = {
  /** Absent or empty. */
  readonly to: string;
  /** Absolute path of the folder on its host; stands in settings and units. */
  readonly place?: string;
  /** Absolute path of the built project on the host; gateways run from there. */
  readonly project?: string;
  readonly programs?: Partial<Programs>;
  /** Folder with the built contract. */
  readonly chaincodeSource: string;
  /** Also the keys of its certificate authorities: for a safe, not for the host. */
  readonly withAuthorityKeys?: boolean;
};

export type Exported = { readonly services: readonly Service[]; readonly privateKeys: number };

export const DEFAULT_PLACE = '/srv/chopmark';
export const DEFAULT_PROJECT = '/opt/chopmark';

/**
 * @param network With the keys of this organization at least.
 * @throws {NetworkError} `FOLDER_NOT_EMPTY`, `HOSTS_MISSING`, `KEYS_MISSING`, `CHAINCODE_NOT_BUILT`, `FOREIGN_KEY`; then
 *   there is no folder.
 */
export async function exportOrganization(
  network: PreparedNetwork,
  key: OrganizationKey,
  options: ExportOptions,
): Promise<Exported> {
  assertPlan(network.description);
  requireOrganization(network.description, key);
  const place = options.place ?? DEFAULT_PLACE;
  const project = options.project ?? DEFAULT_PROJECT;
  const programs = { ...DEFAULT_PROGRAMS, ...options.programs };
  for (const [what, path] of Object.entries({ place, project, ...programs })) assertPlainPath(what, path);
  await assertEmpty(options.to);
  const draft = `${options.to}.draft`;
  await rm(draft, { recursive: true, force: true });
  try {
    const here: PreparedNetwork = { ...network, layout: layoutOf(draft) };
    await copyIdentities(network, here, key, options.withAuthorityKeys === true);
    const installed = await installChaincodeFiles(here, options.chaincodeSource, [key]);
    const there: PreparedNetwork = { ...network, layout: layoutOf(place) };
    const services = servicesOf(there, key, installed, project);
    await writeSettings(here, there, key);
    await writeUnits(here, key, services, { programs, place, project });
    const privateKeys = await assertOwnKeysOnly(draft, key);
    await rmdir(options.to).catch(() => undefined);
    await rename(draft, options.to);
    return { services, privateKeys };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

async function copyIdentities(
  network: PreparedNetwork,
  here: PreparedNetwork,
  key: OrganizationKey,
  withAuthorityKeys: boolean,
): Promise<void> {
  const { description } = network;
  for (const organization of description.organizations) {
    const from = network.layout.organization(organization.key);
    await copyParts(publicFiles(from), from, here.layout.organization(organization.key));
  }
  const from = network.layout.organization(key);
  const own = [...(await nodeFiles(from)), ...(withAuthorityKeys ? authorityKeys(from) : [])];
  if (!own.includes(from.node('admin').key) || !own.includes(from.node('peer').key)) {
    throw new NetworkError('KEYS_MISSING', `${network.layout.home} does not hold the keys of ${key}`);
  }
  await copyParts(own, from, here.layout.organization(key));
  for (const file of ['genesisBlock', 'tlsRoots', 'networkFile'] as const) {
    await mkdir(dirname(here.layout[file]), { recursive: true });
    await copyFile(network.layout[file], here.layout[file]);
  }
}

/** The settings of the native network, for the place where the folder will lie. */
async function writeSettings(
  here: PreparedNetwork,
  there: PreparedNetwork,
  key: OrganizationKey,
): Promise<void> {
  const organization = requireOrganization(here.description, key);
  const [mine, theirs] = [placesOf(here.layout, key), placesOf(there.layout, key)];
  await writeJson(
    join(mine.ordererSettings, 'orderer.yaml'),
    ordererSettings(organization, there.layout, theirs.ordererLedger),
  );
  await writeJson(
    join(mine.peerSettings, 'core.yaml'),
    peerSettings(organization, there.layout, theirs.peerLedger, theirs.builder),
  );
  await writeExternalBuilder(mine.builder);
  await Promise.all([mine.ordererLedger, mine.peerLedger].map((path) => mkdir(path, { recursive: true })));
  if (!runsGateway(here.description, organization)) return;
  await writeConnections(here, [key]);
  await Promise.all([mine.gatewayData, mine.database].map((path) => mkdir(path, { recursive: true })));
  const password = randomBytes(24).toString('hex');
  await writeAtomically(mine.databasePassword, password, KEY_MODE);
  await writeAtomically(
    mine.databaseUrl,
    `postgresql://chopmark:${password}@127.0.0.1:5432/chopmark`,
    KEY_MODE,
  );
  await mkdir(dirname(mine.masterKeys), { recursive: true, mode: 0o700 });
  await writeAtomically(mine.masterKeys, `${randomBytes(32).toString('base64url')}\n`, KEY_MODE);
}

async function writeUnits(
  here: PreparedNetwork,
  key: OrganizationKey,
  services: readonly Service[],
  { programs, place, project }: { programs: Programs; place: string; project: string },
): Promise<void> {
  const { units, composeFile } = placesOf(here.layout, key);
  for (const service of services) {
    await writeAtomically(join(units, unitName(service)), unitText(service, programs, place));
  }
  await writeAtomically(join(units, TARGET), targetText(services));
  const organization = requireOrganization(here.description, key);
  await writeAtomically(
    composeFile,
    composeText([
      organizationServices(organization, services, { folder: '.', place, publish: true, project }),
    ]),
  );
}
