/** Address of the database of a platform that runs in this home. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { databasePlaceOf } from '../platform/database-place.js';
import { GATEWAYS, type GatewayKey } from '../platform/gateway-ports.js';
import type { Home } from '../platform/home.js';
import { PlatformError } from '../platform/platform-error.js';

/** Line of PostgreSQL's `postmaster.pid` that holds the port. */
const PORT_LINE = 3;

/** @throws {PlatformError} `CHILD_SILENT` when the server is not up (any more). */
export function runningDatabaseUrl(home: Home, key: GatewayKey): string {
  const { folder, roles } = databasePlaceOf(home, GATEWAYS);
  const port = Number(portLine(folder));
  if (!Number.isInteger(port) || port <= 0) {
    throw new PlatformError(
      'CHILD_SILENT',
      'The database of this home is not up.',
      'Wait until the platform is ready, or stop it and try again.',
    );
  }
  const name = `chopmark_${key}`;
  return `postgres://${name}:${encodeURIComponent(roles[key] ?? '')}@127.0.0.1:${port}/${name}`;
}

function portLine(folder: string): string {
  try {
    return readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[PORT_LINE] ?? '';
  } catch {
    return '';
  }
}
