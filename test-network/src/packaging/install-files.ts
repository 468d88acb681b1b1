/**
 * Copies the built contract into the network's folder, where servers run it from then on: a later build or
 * `npm install` changes nothing in a running network. New code comes by a lifecycle upgrade only.
 */
import { createHash } from 'node:crypto';
import { readFile, readlink, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { OrganizationKey } from '../description.js';
import { requireOrganization } from '../description.js';
import { KEY_MODE, writeAtomically } from '../layout.js';
import type { NetworkLayout } from '../layout.js';
import { NetworkError } from '../network-error.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { chaincodePackage } from './chaincode-package.js';
import type { ChaincodePackage } from './chaincode-package.js';
import { installModules } from './install-modules.js';
import { INSTALLED, readRecord, writeRecord } from './installed-record.js';
import type { InstalledRecord, ServerPort } from './installed-record.js';

export type InstalledChaincode = {
  /** Lowercase hex SHA-256 of the bundle that the network runs. */
  readonly bundle: string;
  /** Which of an organization's two chaincode ports its server listens on. */
  readonly port: ServerPort;
  /** By organization key: each has its own address and TLS material, hence its own package id. */
  readonly packages: ReadonlyMap<OrganizationKey, ChaincodePackage>;
};

/** A built contract: what a server needs besides its identity. */
export type Contract = {
  readonly code: Uint8Array;
  readonly manifest: Uint8Array;
  /** Folder below `chaincode/` that holds the `node_modules` it loads. */
  readonly modules: string;
};

const FIRST_LABEL = 'chopmark-1';

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
  const { layout } = network;
  const known = await readRecord(layout, INSTALLED);
  if (known) return openInstalled(layout, known);
  const made = await makePackages(network, await contractFrom(layout, source), {
    label: FIRST_LABEL,
    port: 'chaincode',
    keys,
  });
  await writeRecord(layout, INSTALLED, made);
  return openInstalled(layout, made);
}

/** Whether `source` holds other code than the network runs: then an upgrade is due, and until then the old code runs. */
export async function isUpgradeDue(
  installed: Pick<InstalledChaincode, 'bundle'>,
  source: string,
): Promise<boolean> {
  return (await bundleDigest(source)) !== installed.bundle;
}

/** Lowercase hex SHA-256 of the bundle in a build's folder. @throws {NetworkError} `CHAINCODE_NOT_BUILT` */
export async function bundleDigest(source: string): Promise<string> {
  return digestOf(await readBundle(source));
}

/** The contract of a build's folder; what it loads is copied into the network. @throws {NetworkError} `CHAINCODE_NOT_BUILT` */
export async function contractFrom(layout: NetworkLayout, source: string): Promise<Contract> {
  const code = await readBundle(source);
  const [manifest, modules] = await Promise.all([
    readFile(join(source, 'package.json')),
    installModules(layout, source),
  ]);
  return { code, manifest, modules };
}

/** The contract of a package that is installed already. */
export async function contractOf(layout: NetworkLayout, packageId: string): Promise<Contract> {
  const folder = layout.chaincode(packageId);
  const [code, manifest, link] = await Promise.all([
    readFile(join(folder, 'index.js')),
    readFile(join(folder, 'package.json')),
    readlink(join(folder, 'node_modules')),
  ]);
  return { code, manifest, modules: basename(dirname(link)) };
}

/** Makes one package for each organization, with a folder that a server can run in; installs nothing yet. */
export async function makePackages(
  { description, layout }: PreparedNetwork,
  contract: Contract,
  {
    label,
    port,
    keys,
  }: { readonly label: string; readonly port: ServerPort; readonly keys: readonly OrganizationKey[] },
): Promise<InstalledRecord> {
  const bundle = digestOf(contract.code);
  const rows = await Promise.all(
    keys.map(async (key) => {
      const { ports } = requireOrganization(description, key);
      const { tls } = layout.organization(key).node('chaincode');
      const [rootCert, clientCert, clientKey] = (await Promise.all(
        [tls.root, tls.clientCertificate, tls.clientKey].map((path) => readFile(path, 'utf8')),
      )) as [string, string, string];
      const address = `localhost:${ports[port]}`;
      const made = await chaincodePackage(label, bundle, { address, rootCert, clientCert, clientKey });
      await writePackage(layout.chaincode(made.packageId), made, contract);
      return [key, made.packageId] as const;
    }),
  );
  return { label, bundle, port, packages: Object.fromEntries(rows) };
}

async function writePackage(
  folder: string,
  made: ChaincodePackage,
  { code, manifest, modules }: Contract,
): Promise<void> {
  await Promise.all([
    // It holds the key with which the peer shows itself to the server.
    writeAtomically(join(folder, 'package.tgz'), made.bytes, KEY_MODE),
    writeAtomically(join(folder, 'index.js'), code),
    writeAtomically(join(folder, 'package.json'), manifest),
  ]);
  await rm(join(folder, 'node_modules'), { force: true, recursive: true });
  await symlink(join('..', modules, 'node_modules'), join(folder, 'node_modules'), 'dir');
}

/** @throws {NetworkError} `BUNDLE_CHANGED` */
export async function openInstalled(
  layout: NetworkLayout,
  { label, bundle, port = 'chaincode', packages }: InstalledRecord,
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
  return { bundle, port, packages: new Map(rows) };
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
