/** The release of Fabric that this network runs on, and where its archive lies. */
import { join } from 'node:path';
import { NetworkError } from '../network-error.js';

/** The two programs that a network needs; everything else is spoken from here. */
export const PROGRAMS = ['orderer', 'peer'] as const;
export type Program = (typeof PROGRAMS)[number];
export type Programs = Readonly<Record<Program, string>>;

export const FABRIC_VERSION = '3.1.5';

const RELEASES = `https://github.com/hyperledger/fabric/releases/download/v${FABRIC_VERSION}/`;
const PROJECT_HOME = join(import.meta.dirname, '..', '..', '..', '.chopmark');
const SYSTEMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin' };
const PROCESSORS: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** What a person can do who has no program of the right version; ends every message about them. */
export const ADVICE = `put orderer and peer of Fabric v${FABRIC_VERSION} into a folder and name it by FABRIC_BIN, or let CHOPMARK_FABRIC_URL name a copy of the release archive`;

/** Below `CHOPMARK_HOME`: shared by all networks of a home, and never in the way of one. */
export function cacheFolder(environment: NodeJS.ProcessEnv): string {
  return join(environment['CHOPMARK_HOME'] || PROJECT_HOME, 'cache', `fabric-${FABRIC_VERSION}`);
}

/**
 * Address of the archive: `CHOPMARK_FABRIC_URL` as it is, or with the archive's usual name when it ends in a slash.
 *
 * @returns `undefined` when the variable is empty: nothing is to be downloaded.
 * @throws {NetworkError} `BINARY_NOT_FOUND` when there is no release for this machine, or the address is none.
 */
export function archiveAddress(
  environment: NodeJS.ProcessEnv,
  platform: string = process.platform,
  processor: string = process.arch,
): URL | undefined {
  const wanted = environment['CHOPMARK_FABRIC_URL'] ?? RELEASES;
  if (wanted === '') return undefined;
  const text = wanted.endsWith('/') ? `${wanted}${archiveName(platform, processor)}` : wanted;
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (address?.protocol !== 'https:' && address?.protocol !== 'http:')
    throw new NetworkError('BINARY_NOT_FOUND', `CHOPMARK_FABRIC_URL is no http address: ${text}`);
  return address;
}

function archiveName(platform: string, processor: string): string {
  const [system, machine] = [SYSTEMS[platform], PROCESSORS[processor]];
  if (system === undefined || machine === undefined) {
    throw new NetworkError(
      'BINARY_NOT_FOUND',
      `Fabric publishes no programs for ${platform} on ${processor}: ${ADVICE}`,
    );
  }
  return `hyperledger-fabric-${system}-${machine}-${FABRIC_VERSION}.tar.gz`;
}

/**
 * Digest that the archive must have, from `CHOPMARK_FABRIC_SHA256`.
 *
 * @returns Lowercase hex, or `undefined` when none is pinned.
 * @throws {NetworkError} `ARCHIVE_MISMATCH` when the variable holds no SHA-256.
 */
export function pinnedDigest(environment: NodeJS.ProcessEnv): string | undefined {
  const text = (environment['CHOPMARK_FABRIC_SHA256'] ?? '').trim().toLowerCase();
  if (text === '') return undefined;
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new NetworkError('ARCHIVE_MISMATCH', 'CHOPMARK_FABRIC_SHA256 is not 64 hexadecimal digits');
  return text;
}
