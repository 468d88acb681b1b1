/**
 * Where a platform keeps its state (docs/formats.md section 7), and how its files are written.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlatformError } from './platform-error.js';

/** Folder of the project: the one that holds `cli/`. */
export const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));

export type NetworkKind = 'embedded' | 'native';

export interface Home {
  readonly root: string;
  readonly kind: NetworkKind;
  /** Owned by test-network. */
  readonly network: string;
  readonly databaseFile: string;
  readonly lockFile: string;
  readonly accounts: string;
  readonly samples: string;
  readonly running: string;
  readonly logs: string;
  gatewayData(key: string): string;
}

/** @param env Reads `CHOPMARK_HOME`; without it `.chopmark` in the project. */
export function homeOf(kind: NetworkKind, env: NodeJS.ProcessEnv): Home {
  const root = resolve(env['CHOPMARK_HOME'] || join(PROJECT, '.chopmark'));
  const own = join(root, kind);
  return {
    root,
    kind,
    network: join(own, 'network'),
    databaseFile: join(own, 'database.json'),
    lockFile: join(root, 'start.lock'),
    accounts: join(root, 'demo-accounts.json'),
    samples: join(root, 'samples'),
    running: join(root, 'running.json'),
    logs: join(own, 'logs'),
    gatewayData: (key) => join(own, 'gateways', key),
  };
}

/**
 * Makes a folder and what is missing above it, one by one: where a folder is there and takes no other (`/proc`), Node's own
 * recursive call asks for ever.
 *
 * @throws {Error} of the file system
 */
export function makeFolder(folder: string): void {
  const there = statSync(folder, { throwIfNoEntry: false });
  if (there?.isDirectory() === true) return;
  if (there !== undefined) throw new Error(`${folder} is no folder`);
  const above = dirname(folder);
  if (above !== folder) makeFolder(above);
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

const FULL: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT']);

/**
 * Makes something in a folder and takes it away again. The rights of the folder do not tell: `/proc` and a file system that
 * is mounted for reading give root all of them. A full disk is another matter, and passes.
 *
 * @param folder Exists.
 * @throws {Error} of the file system
 */
export function tryWriting(folder: string): void {
  try {
    rmdirSync(mkdtempSync(join(folder, '.chopmark-try-')));
  } catch (error) {
    if (!FULL.has((error as NodeJS.ErrnoException).code)) throw error;
  }
}

/**
 * Makes the folder when it is missing.
 *
 * @throws {PlatformError} `HOME_NOT_WRITABLE`
 */
export function requireWritable(folder: string): void {
  try {
    makeFolder(folder);
    tryWriting(folder);
  } catch (cause) {
    throw new PlatformError(
      'HOME_NOT_WRITABLE',
      `The folder ${folder} cannot be written.`,
      'Give this user the right to write there, or set CHOPMARK_HOME to another folder.',
      { cause },
    );
  }
}

/** Writes all or nothing: a reader sees the old file or the new one. */
export function writeFileAtomic(file: string, text: string, mode = 0o644): void {
  makeFolder(dirname(file));
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, text, { mode });
  renameSync(draft, file);
}

export function writeJson(file: string, value: unknown, mode = 0o644): void {
  writeFileAtomic(file, `${JSON.stringify(value, null, 2)}\n`, mode);
}

/**
 * @returns `undefined` when there is no such file.
 * @throws {PlatformError} `HOME_DAMAGED` when it is not JSON; nothing is changed.
 */
export function readJson(file: string): unknown {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? 'it is not JSON' : String(cause);
    throw new PlatformError(
      'HOME_DAMAGED',
      `The file ${file} cannot be read: ${reason}.`,
      'Restore it from a copy; without one, move the whole folder away to start anew.',
      { cause },
    );
  }
}

export function removeFile(file: string): void {
  rmSync(file, { force: true });
}
