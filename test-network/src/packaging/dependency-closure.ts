/** Which installed packages a program really needs: its dependencies, theirs, and so on, as Node would resolve them. */
import { readFile, realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { NetworkError } from '../network-error.js';

export type InstalledPackage = {
  readonly name: string;
  readonly version: string;
  /** Where it is installed. */
  readonly folder: string;
  /** Where it belongs below a `node_modules`, nesting kept: `fabric-shim/node_modules/ajv`. */
  readonly place: string;
};

type Manifest = {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
};

const NODE_MODULES = `${sep}node_modules${sep}`;

/**
 * @param from Folder whose resolution counts.
 * @returns Sorted by place. Type declarations (`@types/…`) are left out: nothing loads them.
 * @throws {NetworkError} `CHAINCODE_NOT_BUILT` when one is not installed.
 * @throws {Error} When two would take one place.
 */
export async function dependencyClosure(
  names: readonly string[],
  from: string,
): Promise<readonly InstalledPackage[]> {
  const found = new Map<string, InstalledPackage>();
  const visit = async (name: string, start: string): Promise<void> => {
    if (name.startsWith('@types/')) return;
    const folder = await resolvePackage(name, start);
    const place = placeOf(folder);
    const known = found.get(place);
    if (known?.folder === folder) return;
    if (known) throw new Error(`${known.folder} and ${folder} would both become node_modules/${place}`);
    const manifest = await readManifest(folder);
    if (!manifest) throw new Error(`${folder} has no package.json`);
    found.set(place, { name: manifest.name, version: manifest.version, folder, place });
    await Promise.all(
      Object.keys(manifest.dependencies ?? {}).map((dependency) => visit(dependency, folder)),
    );
  };
  const start = await realpath(from);
  await Promise.all(names.map((name) => visit(name, start)));
  return [...found.values()].sort((a, b) => (a.place < b.place ? -1 : 1));
}

async function resolvePackage(name: string, start: string): Promise<string> {
  for (let folder = start; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (await readManifest(candidate)) return realpath(candidate);
    if (folder === dirname(folder)) {
      const text = `package ${name} is not installed (wanted by ${start}): run "npm ci --omit=dev" there`;
      throw new NetworkError('CHAINCODE_NOT_BUILT', text);
    }
  }
}

function placeOf(folder: string): string {
  const start = folder.indexOf(NODE_MODULES);
  return folder.slice(start + NODE_MODULES.length);
}

async function readManifest(folder: string): Promise<Manifest | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
