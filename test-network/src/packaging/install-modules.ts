/** What the bundle loads at run time, copied out of the project's `node_modules` into the network's folder. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, extname, join, sep } from 'node:path';
import type { NetworkLayout } from '../layout.js';
import { dependencyClosure } from './dependency-closure.js';
import type { InstalledPackage } from './dependency-closure.js';

const RUNTIME = ['fabric-contract-api', 'fabric-shim'];
/** Never loaded at run time. */
const SKIPPED = new Set(['.map', '.ts', '.md', '.flow']);

/**
 * One copy serves all packages that need exactly these versions.
 *
 * @param source Folder from which the bundle would load them.
 * @returns Name of the folder below `chaincode/` whose `node_modules` it is.
 */
export async function installModules(layout: NetworkLayout, source: string): Promise<string> {
  const closure = await dependencyClosure(RUNTIME, source);
  const versions = closure.map(({ place, version }) => `${place}@${version}`).join('\n');
  const name = `dependencies-${createHash('sha256').update(versions).digest('hex').slice(0, 16)}`;
  const target = join(layout.chaincodes, name);
  if (await exists(target)) return name;
  const draft = `${target}.tmp`;
  await rm(draft, { recursive: true, force: true });
  await Promise.all(closure.map((entry) => copyPackage(entry, join(draft, 'node_modules', entry.place))));
  await rename(draft, target);
  return name;
}

async function copyPackage({ folder }: InstalledPackage, target: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !SKIPPED.has(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !path.split(sep).includes('node_modules'));
  const folders = new Set(files.map((path) => dirname(join(target, path))));
  await Promise.all([...folders].map((path) => mkdir(path, { recursive: true })));
  await Promise.all(
    files.map((path) => copyFile(join(folder, path), join(target, path), constants.COPYFILE_FICLONE)),
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
