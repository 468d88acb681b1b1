/** Chaincode packages that one organization's peer has installed, kept beside the ledger. */
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { KEY_MODE, writeAtomically } from '../../layout.js';
import type { ChaincodeConnections } from '../chaincode/chaincode-connections.js';
import { readPackage, type PackageContent } from '../chaincode/package-reader.js';

const SUFFIX = '.tgz';

export class PackageStore {
  readonly #folder: string;
  readonly #connections: ChaincodeConnections;

  private constructor(folder: string, connections: ChaincodeConnections) {
    this.#folder = folder;
    this.#connections = connections;
  }

  /** Opens the folder and makes known what was installed before. */
  static async open(folder: string, connections: ChaincodeConnections): Promise<PackageStore> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const names = (await readdir(folder)).filter((name) => name.endsWith(SUFFIX));
    for (const name of names) connections.install(await readPackage(await readFile(join(folder, name))));
    return new PackageStore(folder, connections);
  }

  get installed(): PackageContent[] {
    return this.#connections.installed;
  }

  /** @throws {Error} When the bytes are no package, or the package is installed already. */
  async install(bytes: Uint8Array): Promise<PackageContent> {
    const content = await readPackage(bytes);
    if (this.#connections.isInstalled(content.packageId)) {
      throw new Error(`chaincode already successfully installed (package ID '${content.packageId}')`);
    }
    await writeAtomically(this.#path(content.packageId), bytes, KEY_MODE);
    this.#connections.install(content);
    return content;
  }

  async read(packageId: string): Promise<Buffer | undefined> {
    return this.#connections.isInstalled(packageId) ? readFile(this.#path(packageId)) : undefined;
  }

  #path(packageId: string): string {
    return join(this.#folder, `${packageId.replaceAll(':', '_')}${SUFFIX}`);
  }
}
