/**
 * A PostgreSQL of the machine's own programs, all of one version: the embedded one brings no pg_dump and no pg_basebackup.
 * Its WAL is archived as the documentation says.
 *
 * @module
 */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { appendFile, chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import pg from 'pg';
import { freePort } from '../../../cli/dist/platform/gateway-ports.js';
import { documentedBlock, type ShellUser } from './documented.js';

const PROGRAMS = ['initdb', 'pg_ctl', 'pg_dump', 'pg_restore', 'pg_basebackup', 'pg_verifybackup'];
/** Where Debian keeps each version's. */
const VERSIONS = '/usr/lib/postgresql';
const ARCHIVE_IN_DOCUMENTATION = '/var/backups/chopmark/wal';
const NAME = 'chopmark';

/** @returns A folder that holds all of them, the newest version first; `undefined` when there is none. */
export function findPostgresPrograms(): string | undefined {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...versions.map((version) => join(VERSIONS, version, 'bin')),
  ];
  return folders.find((folder) => PROGRAMS.every((program) => existsSync(join(folder, program))));
}

export class OwnCluster {
  readonly folder: string;
  readonly user: ShellUser;
  readonly #programs: string;
  readonly #port: number;

  private constructor(folder: string, programs: string, port: number, user: ShellUser) {
    this.folder = folder;
    this.user = user;
    this.#programs = programs;
    this.#port = port;
  }

  /** Runs with an empty database. @param programs As found. */
  static async start(programs: string): Promise<OwnCluster> {
    const folder = await mkdtemp(join(tmpdir(), 'chopmark-cluster-'));
    await chmod(folder, 0o755);
    const user = process.getuid?.() === 0 ? userOf('postgres') : {};
    const cluster = new OwnCluster(folder, programs, await freePort(), user);
    await cluster.#make();
    return cluster;
  }

  /** Folder of the server. */
  get data(): string {
    return join(this.folder, 'data');
  }

  get backup(): string {
    return join(this.folder, 'backup');
  }

  get archive(): string {
    return join(this.folder, 'wal');
  }

  /** Of the gateway's database. */
  get url(): string {
    return this.#urlOf(NAME);
  }

  /** Environment of the documented commands. */
  get shell(): Record<string, string> {
    return {
      PATH: `${this.#programs}${delimiter}${process.env['PATH'] ?? ''}`,
      HOME: this.folder,
      PGDATA: this.data,
      BACKUP: this.backup,
      WAL_ARCHIVE: this.archive,
      DATABASE_URL: this.url,
      REPLICATION_URL: this.#urlOf('postgres'),
    };
  }

  async #make(): Promise<void> {
    for (const folder of [this.folder, this.backup, this.archive]) {
      await mkdir(folder, { recursive: true });
      if (this.user.uid !== undefined) await chown(folder, this.user.uid, this.user.gid ?? this.user.uid);
    }
    await this.#run(
      'initdb',
      '--pgdata',
      this.data,
      '-U',
      'postgres',
      '--auth=trust',
      '--encoding=UTF8',
      '--locale=C',
    );
    const archiving = documentedBlock('archive_command').replaceAll(ARCHIVE_IN_DOCUMENTATION, this.archive);
    const own = [
      "listen_addresses = '127.0.0.1'",
      `port = ${this.#port}`,
      "unix_socket_directories = ''",
      'wal_level = replica',
    ];
    await appendFile(join(this.data, 'postgresql.conf'), `${own.join('\n')}\n${archiving}`);
    await this.up();
    await this.recreate();
  }

  /** Starts the server; resolves when it takes writes. */
  async up(): Promise<void> {
    await this.#run('pg_ctl', '-D', this.data, '-l', join(this.folder, 'log'), '-w', 'start');
    for (;;) {
      const [row] = await this.#query<{ waits: boolean }>('select pg_is_in_recovery() as waits');
      if (row?.waits === false) return;
    }
  }

  /** As a machine that loses its power. */
  async crash(): Promise<void> {
    await this.#run('pg_ctl', '-D', this.data, '-m', 'immediate', '-w', 'stop');
  }

  /** An empty database in place of what there is. */
  async recreate(): Promise<void> {
    await this.#query(`drop database if exists ${NAME} with (force)`);
    await this.#query(`create database ${NAME}`);
  }

  /** Resolves when all WAL so far lies in the archive. */
  async archived(): Promise<void> {
    const [row] = await this.#query<{ file: string }>('select pg_walfile_name(pg_switch_wal()) as file');
    while (!existsSync(join(this.archive, row?.file ?? '')))
      await new Promise((resolve) => setTimeout(resolve, 50));
  }

  async remove(): Promise<void> {
    await this.crash().catch(() => undefined);
    await rm(this.folder, { recursive: true, force: true });
  }

  #urlOf(database: string): string {
    return `postgres://postgres@127.0.0.1:${this.#port}/${database}`;
  }

  async #query<T extends object>(statement: string): Promise<readonly T[]> {
    const client = new pg.Client({ connectionString: this.#urlOf('postgres') });
    await client.connect();
    try {
      return (await client.query<T>(statement)).rows;
    } finally {
      await client.end();
    }
  }

  #run(program: string, ...args: string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const options = { cwd: '/', ...this.user };
      const child = execFile(join(this.#programs, program), args, options, (error, stdout, stderr) => {
        if (error === null) resolve();
        else reject(new Error(`${program}: ${stdout}${stderr}`, { cause: error }));
      });
      // A server that pg_ctl starts would keep them open.
      child.stdin?.end();
    });
  }
}

/** PostgreSQL refuses to run as root. */
function userOf(name: string): ShellUser {
  const id = (what: string): number => Number(execFileSync('id', [what, name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
