/**
 * One process runs a network: `run/network.json` is its pid file and the lock of the folder at once. It is taken before
 * the first file is made, for two starts at once must not both make a network.
 */
import { linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { NetworkError } from '../network-error.js';
import { pathOf, readMark } from './pid-files.js';
import { isStill, markOf, type ProcessMark } from './process-mark.js';

export const NETWORK_PROCESS = 'network';

export type NetworkLock = { readonly release: () => void };

/**
 * A lock whose process is gone is taken over.
 *
 * @param run Folder of the pid files.
 * @throws {NetworkError} `NETWORK_IN_USE` naming the process.
 */
export function holdNetwork(run: string): NetworkLock {
  const path = pathOf(run, NETWORK_PROCESS);
  const own = `${path}.${process.pid}`;
  mkdirSync(run, { recursive: true });
  writeFileSync(own, `${JSON.stringify(markOf(process.pid) ?? { pid: process.pid, started: '' })}\n`);
  try {
    // A link is made whole or not at all, and never over another.
    if (!linked(own, path)) {
      setAsideStale(path, run);
      if (!linked(own, path)) throw inUse(readMark(path), run);
    }
  } finally {
    rmSync(own, { force: true });
  }
  return { release: () => rmSync(path, { force: true }) };
}

/** Moved first and judged afterwards: of two that find the same stale lock, one must not remove what the other took. */
function setAsideStale(path: string, run: string): void {
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
    throw inUse(holder, run);
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

function inUse(holder: ProcessMark | undefined, run: string): NetworkError {
  const who = holder ? `process ${holder.pid}` : 'another process';
  return new NetworkError(
    'NETWORK_IN_USE',
    `${who} runs this network already (${run}); stop it first: Ctrl-C where it was started, or "chopmark network down"`,
  );
}
