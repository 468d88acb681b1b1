/**
 * One platform at a time in one home: the second start is told who runs already.
 *
 * @module
 */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { PlatformError } from './platform-error.js';

/**
 * Takes the lock; a lock of a process that is gone is taken over.
 *
 * @returns A function that gives it back.
 * @throws {PlatformError} `ALREADY_RUNNING` with the other process's id.
 */
export function takeStartLock(file: string): () => void {
  mkdirSync(dirname(file), { recursive: true });
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const handle = openSync(file, 'wx', 0o600);
      writeSync(handle, `${process.pid} ${startOf(process.pid)}`.trim());
      closeSync(handle);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = holderOf(file);
      if (holder !== undefined && holder !== process.pid) {
        throw new PlatformError(
          'ALREADY_RUNNING',
          `Chopmark runs already in this home (process ${holder}).`,
          'Stop it with Ctrl-C, or set CHOPMARK_HOME and CHOPMARK_PORT to start another one beside it.',
        );
      }
      rmSync(file, { force: true });
    }
  }
  throw new PlatformError(
    'ALREADY_RUNNING',
    'Another start is under way in this home.',
    'Wait for it, or stop it.',
  );
}

/** The process that holds the lock; `undefined` when it is gone, even if its number is in use again. */
export function holderOf(file: string): number | undefined {
  const [pid = '', started = ''] = readFileSync(file, 'utf8').split(' ');
  const holder = Number(pid);
  if (!Number.isInteger(holder) || holder <= 0 || !isAlive(holder)) return undefined;
  return started === '' || started === startOf(holder) ? holder : undefined;
}

/** Whether a process with this id runs, ours or not; what ended and was not yet buried does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A parent that does not wait for its children, as in a bare container, leaves their shells for ever. */
function isZombie(pid: number): boolean {
  return statOf(pid)[0] === 'Z';
}

const START_TIME = 19;

/** Start of a process in clock ticks after boot; empty where the system does not tell. */
function startOf(pid: number): string {
  return statOf(pid)[START_TIME] ?? '';
}

/** What Linux says about a process, from its state on; nothing elsewhere. */
function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold anything: fields are counted after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
