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
      writeSync(handle, String(process.pid));
      closeSync(handle);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = Number(readFileSync(file, 'utf8'));
      if (Number.isInteger(holder) && holder > 0 && holder !== process.pid && isAlive(holder)) {
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
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold anything: the state follows it.
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
}
