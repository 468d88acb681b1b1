/**
 * What is installed, in two files beside the packages: `installed.json` is what the network runs, `upgrade.json` what
 * it is about to run. While both are there, servers of both run beside each other. Both are public.
 */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeJson } from '../layout.js';
import type { NetworkLayout } from '../layout.js';
import { NetworkError } from '../network-error.js';

/** Each organization has two ports for chaincode servers: old and new take turns. */
export type ServerPort = 'chaincode' | 'chaincodeBeside';

export type InstalledRecord = {
  readonly label: string;
  /** Lowercase hex SHA-256 of the bundle. */
  readonly bundle: string;
  /** Absent: `chaincode`. */
  readonly port?: ServerPort;
  /** Package id by organization key. */
  readonly packages: Readonly<Record<string, string>>;
  /** In `upgrade.json`: the sequence that each definition gets, by name. */
  readonly sequences?: Readonly<Record<string, number>>;
};

export const INSTALLED = 'installed.json';
export const UPGRADE = 'upgrade.json';

export type RecordName = typeof INSTALLED | typeof UPGRADE;

/** `undefined` when there is none. @throws {NetworkError} `NETWORK_DAMAGED` */
export async function readRecord(
  layout: NetworkLayout,
  name: RecordName,
): Promise<InstalledRecord | undefined> {
  const path = join(layout.chaincodes, name);
  try {
    return JSON.parse(await readFile(path, 'utf8')) as InstalledRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new NetworkError('NETWORK_DAMAGED', `${path} cannot be read`, { cause: error });
  }
}

export async function writeRecord(
  layout: NetworkLayout,
  name: RecordName,
  record: InstalledRecord,
): Promise<void> {
  await writeJson(join(layout.chaincodes, name), record);
}

export async function removeRecord(layout: NetworkLayout, name: RecordName): Promise<void> {
  await rm(join(layout.chaincodes, name), { force: true });
}
