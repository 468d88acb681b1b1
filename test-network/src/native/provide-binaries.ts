/** The two programs of Fabric, from wherever they are: `FABRIC_BIN`, `PATH`, the cache, the release archive. */
import { join } from 'node:path';
import { NetworkError } from '../network-error.js';
import { foldersOfPath, isExecutable, namedFolder } from './binaries.js';
import { cachedPrograms, downloadPrograms } from './cached-binaries.js';
import {
  ADVICE,
  archiveAddress,
  cacheFolder,
  FABRIC_VERSION,
  pinnedDigest,
  PROGRAMS,
  type Program,
  type Programs,
} from './fabric-release.js';
import { assertVersion, faultOf } from './program-version.js';

/**
 * What `FABRIC_BIN` names must be right. On `PATH` another version may lie for other uses: it is passed over.
 *
 * @throws {NetworkError} `BINARY_NOT_FOUND`, `BINARY_WRONG_VERSION`, `DOWNLOAD_FAILED`, `ARCHIVE_BROKEN`,
 *   `ARCHIVE_MISMATCH`
 */
export async function provideBinaries(
  environment: NodeJS.ProcessEnv,
  say: (text: string) => void,
): Promise<Programs> {
  const present = await presentPrograms(environment, say);
  if (present) return present;
  const address = archiveAddress(environment);
  if (!address)
    throw new NetworkError('BINARY_NOT_FOUND', `there is no Fabric v${FABRIC_VERSION}: ${ADVICE}`);
  say(`Fabric v${FABRIC_VERSION} is not on this machine yet`);
  return downloadPrograms(address, pinnedDigest(environment), cacheFolder(environment), say);
}

/**
 * Those on this machine, without any download.
 *
 * @throws {NetworkError} `BINARY_WRONG_VERSION`, `ARCHIVE_MISMATCH`
 */
export async function presentPrograms(
  environment: NodeJS.ProcessEnv,
  say: (text: string) => void,
): Promise<Programs | undefined> {
  const [orderer, peer] = await Promise.all(PROGRAMS.map((name) => installedProgram(name, environment, say)));
  if (orderer !== undefined && peer !== undefined) return { orderer, peer };
  return cachedPrograms(cacheFolder(environment), pinnedDigest(environment));
}

async function installedProgram(
  name: Program,
  environment: NodeJS.ProcessEnv,
  say: (text: string) => void,
): Promise<string | undefined> {
  for (const folder of namedFolder(environment)) {
    const named = join(folder, name);
    if (isExecutable(named)) {
      await assertVersion(named);
      return named;
    }
    say(`FABRIC_BIN names ${folder}, and there is no program ${name} in it`);
  }
  for (const path of foldersOfPath(environment).map((folder) => join(folder, name))) {
    if (!isExecutable(path)) continue;
    const fault = await faultOf(path);
    if (fault === undefined) return path;
    say(`passing over what lies on PATH: ${fault}`);
  }
  return undefined;
}
