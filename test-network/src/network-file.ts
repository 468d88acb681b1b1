/** `network.json` of a network's folder: what a network is, as it was made. All of it is public. */
import { readFile } from 'node:fs/promises';
import type { NetworkDescription } from './description.js';
import type { NetworkLayout } from './layout.js';
import { NetworkError } from './network-error.js';

/** `network` is the id of the network, `createdAt` a time of RFC 3339. */
export type NetworkFile = NetworkDescription & { readonly network: string; readonly createdAt: string };

const FORMAT = 'chopmark/network/1';
const LAST_PORT = 65_535;
const LISTS = ['organizations', 'consenters', 'definitions'] as const;

/**
 * @returns `undefined` when there is no such file.
 * @throws {NetworkError} `NETWORK_DAMAGED` when it is none of version 1, or lost what everything else is derived from.
 */
export async function readNetworkFile({ networkFile }: NetworkLayout): Promise<NetworkFile | undefined> {
  let text: string;
  try {
    text = await readFile(networkFile, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const file: unknown = JSON.parse(text);
    if (isNetworkFile(file)) return file;
  } catch {
    // Told below, with the path.
  }
  throw new NetworkError('NETWORK_DAMAGED', `${networkFile} is not a network file of version 1`);
}

/** A mistake of a hand or a disk is found here; who means harm has the keys beside it. */
function isNetworkFile(value: unknown): value is NetworkFile {
  const file = value as Partial<NetworkFile> | null;
  return (
    file?.format === FORMAT &&
    typeof file.network === 'string' &&
    !Number.isNaN(Date.parse(file.createdAt ?? '')) &&
    LISTS.every((name) => Array.isArray(file[name]) && file[name].length > 0) &&
    (file.organizations ?? []).every(
      ({ key, mspId, ports }) =>
        typeof key === 'string' && typeof mspId === 'string' && Object.values(ports).every(isPort),
    )
  );
}

function isPort(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) <= LAST_PORT;
}
