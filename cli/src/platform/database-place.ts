/**
 * Where the embedded PostgreSQL keeps its files. PostgreSQL refuses to run as root; as root it runs as the
 * user `postgres`, who must be able to reach the folder.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Home, readJson, writeJson } from './home.js';

export interface DatabasePlace {
  /** Folder of the cluster. */
  readonly folder: string;
  /** Superuser's password; the file that holds it is 0600. */
  readonly password: string;
  /** Passwords of the gateways' own roles. */
  readonly roles: Readonly<Record<string, string>>;
}

/** Where databases of root lie when the home's folders let nobody else through. */
export const UNREACHABLE_HOME_DATABASES = '/var/lib/chopmark';

const OTHERS_MAY_PASS = 0o001;

/** Reads `database.json` (a home may have been moved or copied since), or chooses folder and passwords once and writes it. */
export function databasePlaceOf(
  home: Home,
  gateways: readonly string[],
  asRoot = process.getuid?.() === 0,
): DatabasePlace {
  const own = join(dirname(home.databaseFile), 'database');
  const known = readJson(home.databaseFile) as DatabasePlace | undefined;
  if (known !== undefined && (known.folder === own || !existsSync(own))) return known;
  if (known !== undefined) {
    // The home was moved or copied with its database: another home's must be left alone.
    writeJson(home.databaseFile, { ...known, folder: own }, 0o600);
    return { ...known, folder: own };
  }
  const place: DatabasePlace = {
    folder:
      asRoot && !isReachable(dirname(own))
        ? join(UNREACHABLE_HOME_DATABASES, randomBytes(6).toString('hex'))
        : own,
    password: secret(),
    roles: Object.fromEntries(gateways.map((key) => [key, secret()])),
  };
  writeJson(home.databaseFile, place, 0o600);
  return place;
}

/** Whether everybody may pass through every existing folder on the way. */
function isReachable(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    const stat = statSync(at, { throwIfNoEntry: false });
    if (stat !== undefined && (stat.mode & OTHERS_MAY_PASS) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}
