/**
 * Which network this gateway belongs to, and by which trust profile bundles are judged.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { parseTrustProfile, type TrustProfile } from '@chopmark/core/verify';
import { readConnection, type Connection } from '../ledger/connection.js';

export interface NetworkFacts {
  readonly connection: Connection;
  /** The profile's file as it is. */
  readonly trustText: string;
  readonly trust: TrustProfile;
}

/** @throws {Error} When a file is missing or malformed, or they belong to different networks or organizations. */
export async function readNetworkFacts(path: string, organization: string): Promise<NetworkFacts> {
  const connection = await read(path);
  if (connection.namespace !== organization) {
    throw new Error(`CHOPMARK_CONNECTION: is of ${connection.namespace}, not of ${organization}`);
  }
  const trustText = await readFile(connection.trustProfile, 'utf8');
  const trust = parseTrustProfile(trustText);
  if (trust.network !== connection.network)
    throw new Error('the trust profile is of another network than the connection');
  return { connection, trustText, trust };
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
