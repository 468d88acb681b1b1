/**
 * Copies the built contract into the network's folder, where servers run it from then on: a later build or
 * `npm install` changes nothing in a running network. New code comes by a lifecycle upgrade only.
 */
import { createHash } from 'node:crypto';
import { readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { OrganizationKey } from '../description.js';
import { requireOrganization } from '../description.js';
import { KEY_MODE, writeAtomically, writeJson } from '../layout.js';
import type { NetworkLayout } from '../layout.js';
import { NetworkError } from '../network-error.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { chaincodePackage } from './chaincode-package.js';
import type { ChaincodePackage } from './chaincode-package.js';
import { installModules } from './install-modules.js';

export type InstalledChaincode = {
  /** Lowercase hex SHA-256 of the bundle that the network runs. */
  readonly bundle: string;
  /** By organization key: each has its own address and TLS material, hence its own package id. */
  readonly packages: ReadonlyMap<OrganizationKey, ChaincodePackage>;
};

/** Kept beside the packages; public. */
type Installed = {
  readonly label: string;
  readonly bundle: string;
  readonly packages: Readonly<Record<string, string>>;
};

const LABEL = 'chopmark-1';

/**
 * What the network has installed; on the first call, what `source` holds.
 *
 * @param source Folder with the built `index.js` and `package.json` (`chaincode/deploy`).
 * @param keys Organizations whose package is wanted: all of them, or the one whose folder this is.
 * @throws {NetworkError} `CHAINCODE_NOT_BUILT`; `BUNDLE_CHANGED` when an installed bundle is not what it was.
 */
export async function installChaincodeFiles(
  network: PreparedNetwork,
  source: string,
  keys: readonly OrganizationKey[] = network.description.organizations.map(({ key }) => key),
): Promise<InstalledChaincode> {
  const record = await readRecord(network.layout);
  return record ? openInstalled(network.layout, record) : install(network, source, keys);
}

/** Whether `source` holds other code than the network runs: then an upgrade is due, and until then the old code runs. */
export async function isUpgradeDue(installed: InstalledChaincode, source: string): Promise<boolean> {
  return digestOf(await readBundle(source)) !== installed.bundle;
}

async function install(
  network: PreparedNetwork,
  source: string,
  keys: readonly OrganizationKey[],
): Promise<InstalledChaincode> {
  const { description, layout } = network;
  const code = await readBundle(source);
  const bundle = digestOf(code);
  const modules = await installModules(layout, source);
  const packages = new Map<OrganizationKey, ChaincodePackage>();
  await Promise.all(
    keys.map(async (key) => {
      const { ports } = requireOrganization(description, key);
      const { tls } = layout.organization(key).node('chaincode');
      const [rootCert, clientCert, clientKey] = (await Promise.all(
        [tls.root, tls.clientCertificate, tls.clientKey].map((path) => readFile(path, 'utf8')),
      )) as [string, string, string];
      const address = `localhost:${ports.chaincode}`;
      const made = await chaincodePackage(LABEL, bundle, { address, rootCert, clientCert, clientKey });
      await writePackage(layout.chaincode(made.packageId), made, code, source, modules);
      packages.set(key, made);
    }),
  );
  const record: Installed = {
    label: LABEL,
    bundle,
    packages: Object.fromEntries(keys.map((key) => [key, packages.get(key)?.packageId ?? ''])),
  };
  await writeJson(recordPath(layout), record);
  return { bundle, packages };
}

async function writePackage(
  folder: string,
  made: ChaincodePackage,
  code: Uint8Array,
  source: string,
  modules: string,
): Promise<void> {
  await Promise.all([
    // It holds the key with which the peer shows itself to the server.
    writeAtomically(join(folder, 'package.tgz'), made.bytes, KEY_MODE),
    writeAtomically(join(folder, 'index.js'), code),
    readFile(join(source, 'package.json')).then((manifest) =>
      writeAtomically(join(folder, 'package.json'), manifest),
    ),
  ]);
  await rm(join(folder, 'node_modules'), { force: true, recursive: true });
  await symlink(join('..', modules, 'node_modules'), join(folder, 'node_modules'), 'dir');
}

async function openInstalled(
  layout: NetworkLayout,
  { label, bundle, packages }: Installed,
): Promise<InstalledChaincode> {
  const rows = await Promise.all(
    Object.entries(packages).map(async ([key, packageId]) => {
      const folder = layout.chaincode(packageId);
      const code = await readFile(join(folder, 'index.js')).catch(() => undefined);
      if (!code || digestOf(code) !== bundle) {
        throw new NetworkError(
          'BUNDLE_CHANGED',
          `${join(folder, 'index.js')} is not the code that was installed`,
        );
      }
      const bytes = await readFile(join(folder, 'package.tgz'));
      return [key, { label, packageId, bytes }] as const;
    }),
  );
  return { bundle, packages: new Map(rows) };
}

async function readRecord(layout: NetworkLayout): Promise<Installed | undefined> {
  try {
    return JSON.parse(await readFile(recordPath(layout), 'utf8')) as Installed;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new NetworkError('NETWORK_DAMAGED', `${recordPath(layout)} cannot be read`, { cause: error });
  }
}

function recordPath(layout: NetworkLayout): string {
  return join(layout.chaincodes, 'installed.json');
}

async function readBundle(folder: string): Promise<Uint8Array> {
  return readFile(join(folder, 'index.js')).catch((cause: unknown) => {
    throw new NetworkError('CHAINCODE_NOT_BUILT', `${folder} has no index.js: run "npm run build"`, {
      cause,
    });
  });
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
