/**
 * The connection to PostgreSQL: a pool under Kysely, with the parsers set once.
 *
 * @module
 */
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';

import type { Database } from './tables.js';

export type Db = Kysely<Database>;

export interface DatabaseOptions {
  /** Most connections at once; one of them belongs to the pipeline's lease. Default 10. */
  readonly maxConnections?: number;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string;
  /** A connection broke while nobody used it; the pool replaces it. */
  readonly onError?: (error: Error) => void;
}

/** 64-bit integers of this schema stay within 2^53−1 (design.md section 4.7): anything else is a fault. */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`integer ${text} is outside the safe range`);
  return value;
}

/** Parsers of this pool: int8 as a safe number, `date` as the text that was stored, the rest as pg has them. */
function typeParsers(): pg.CustomTypesConfig {
  const overrides = new pg.TypeOverrides();
  overrides.setTypeParser(pg.types.builtins.INT8, parseInt8);
  overrides.setTypeParser(pg.types.builtins.DATE, (text) => text);
  return overrides;
}

/**
 * Opens no connection yet; the first query does. End it with `destroy()`.
 *
 * @param url `postgresql://user:password@host:port/database`
 */
export function createDatabase(url: string, options: DatabaseOptions = {}): Db {
  const onError = options.onError ?? (() => undefined);
  const pool = new pg.Pool({
    connectionString: url,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 5_000,
    application_name: options.applicationName ?? 'chopmark-gateway',
    types: typeParsers(),
  });
  pool.on('error', onError);
  // A client that is checked out has no other listener: without one, a killed server ends the process.
  pool.on('connect', (client) => client.on('error', onError));
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}
