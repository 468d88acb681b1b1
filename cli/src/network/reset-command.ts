/**
 * `chopmark network reset`: removes one network with its database and gateway data, and nothing else.
 *
 * @module
 */
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { type DatabasePlace, UNREACHABLE_HOME_DATABASES } from '../platform/database-place.js';
import { type Home, readJson } from '../platform/home.js';
import { launcherOf } from './network-home.js';
import { askNetwork } from './network-process.js';

const DONE = 0;
const FAILED = 1;
const WRONG_CALL = 2;

/** @returns 0 when it is gone; 1 when it runs or the answer is no; 2 when nobody can be asked. */
export async function resetCommand(home: Home, confirmed: boolean): Promise<number> {
  const folders = foldersOf(home).filter((path) => existsSync(path));
  if (folders.length === 0) {
    process.stdout.write(`There is no ${home.kind} network in ${home.root}: nothing to remove.\n`);
    return DONE;
  }
  const runs = await whoRuns(home);
  if (runs !== undefined) {
    process.stderr.write(`chopmark: the ${home.kind} network runs (${runs}); stop it first.\n`);
    return FAILED;
  }
  process.stderr.write(`This removes for good:\n${folders.map((path) => `  ${path}\n`).join('')}`);
  if (!confirmed) {
    if (!process.stdin.isTTY) {
      process.stderr.write('chopmark: nobody to ask here; --yes means it.\n');
      return WRONG_CALL;
    }
    if (!(await isMeant(home.kind))) {
      process.stderr.write('Nothing was removed.\n');
      return FAILED;
    }
  }
  for (const path of folders) rmSync(path, { recursive: true, force: true });
  const own = dirname(home.network);
  if (existsSync(own) && readdirSync(own).length === 0) rmdirSync(own);
  process.stdout.write(`The ${home.kind} network is gone; the next start makes a new one.\n`);
  return DONE;
}

/** Everything that belongs to this network alone; accounts and samples stay until the next start renews them. */
export function foldersOf(home: Home): readonly string[] {
  const own = dirname(home.network);
  const database = ownDatabase(home);
  return [
    home.network,
    join(own, 'gateways'),
    join(own, 'logs'),
    join(own, 'seed.json'),
    ...new Set([database, databaseFolder(home) ?? database]),
    `${database}.new`,
    home.databaseFile,
  ];
}

function ownDatabase(home: Home): string {
  return join(dirname(home.databaseFile), 'database');
}

/** What `database.json` names is removed only where the launcher itself puts databases; a damaged file names nothing. */
function databaseFolder(home: Home): string | undefined {
  let folder: unknown;
  try {
    ({ folder } = (readJson(home.databaseFile) ?? {}) as Partial<DatabasePlace>);
  } catch {
    return undefined;
  }
  if (typeof folder !== 'string') return undefined;
  const path = resolve(folder);
  return path === ownDatabase(home) || dirname(path) === UNREACHABLE_HOME_DATABASES ? path : undefined;
}

/** Names of what runs; `undefined` when nothing does. */
async function whoRuns(home: Home): Promise<string | undefined> {
  const launcher = launcherOf(home);
  if (launcher !== undefined) return `chopmark start, process ${launcher}`;
  const { code, text } = await askNetwork(['processes', '--home', home.network]);
  if (code !== DONE) return 'its processes cannot be told';
  const { running } = JSON.parse(text) as { running: readonly { name: string; pid: number }[] };
  if (running.length === 0) return undefined;
  return `${running.map(({ name, pid }) => `${name} ${pid}`).join(', ')}; chopmark network down --kind ${home.kind} ends them`;
}

async function isMeant(kind: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`Type ${kind} to remove it: `)).trim() === kind;
  } finally {
    terminal.close();
  }
}
