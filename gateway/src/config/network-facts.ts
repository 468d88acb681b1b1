/**
 * Which network this gateway belongs to, and by which trust profile bundles are judged.
 *
 * @module
 */
import { z } from 'zod';
import { readConnection, type Connection } from '../ledger/connection.js';
import { TrustFile } from './trust-file.js';

export interface NetworkFacts {
  readonly connection: Connection;
  readonly trust: TrustFile;
}

/**
 * @param trustFailed Told when a trust profile that replaces the first cannot be read.
 * @throws {Error} When a file is missing or malformed, or they belong to different networks or organizations.
 */
export async function readNetworkFacts(
  path: string,
  organization: string,
  trustFailed?: (error: unknown) => void,
): Promise<NetworkFacts> {
  const connection = await read(path);
  if (connection.namespace !== organization) {
    throw new Error(`CHOPMARK_CONNECTION: is of ${connection.namespace}, not of ${organization}`);
  }
  const trust = await TrustFile.open(connection.trustProfile, trustFailed);
  if (trust.profile.network !== connection.network)
    throw new Error('the trust profile is of another network than the connection');
  return { connection, trust };
}

async function read(path: string): Promise<Connection> {
  try {
    return await readConnection(path);
  } catch (cause) {
    if (!(cause instanceof z.ZodError)) throw cause;
    const places = cause.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new Error(`CHOPMARK_CONNECTION: malformed at ${places}`, { cause });
  }
}
