/** A file that one process holds: it names the process, and is of no worth once that is gone. */
import { linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readMark } from './pid-files.js';
import { isStill, markOf } from './process-mark.js';

export type Lock = {
  /** Once: a second call does not take away the lock of whoever came after. */
  readonly release: () => void;
};

/**
 * Takes the lock; one whose process is gone is taken over, even if its number is in use again.
 *
 * @param refuse What is thrown while another process has it; gets `process 123`, or `another process`.
 */
export function holdLock(path: string, refuse: (who: string) => Error): Lock {
  const own = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(own, `${JSON.stringify(markOf(process.pid) ?? { pid: process.pid, started: '' })}\n`);
  try {
    // A link is made whole or not at all, and never over another.
    if (!linked(own, path)) {
      setAsideStale(path, refuse);
      if (!linked(own, path)) throw refuse(whoIn(path));
    }
  } finally {
    rmSync(own, { force: true });
  }
  let isHeld = true;
  return {
    release: () => {
      if (isHeld) rmSync(path, { force: true });
      isHeld = false;
    },
  };
}

/** Moved first and judged afterwards: of two that find the same stale lock, one must not remove what the other took. */
function setAsideStale(path: string, refuse: (who: string) => Error): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  try {
    const holder = readMark(aside);
    if (!holder || !isStill(holder)) return;
    linked(aside, path);
    throw refuse(whoIn(aside));
  } finally {
    rmSync(aside, { force: true });
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function whoIn(path: string): string {
  const holder = readMark(path);
  return holder ? `process ${holder.pid}` : 'another process';
}
