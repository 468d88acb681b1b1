/** Resident memory of a process, as the system counts it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const KILOBYTE = 1024;

/** In bytes; null when the process is gone or the system does not tell. */
export function memoryOf(pid: number): number | null {
  const kilobytes = process.platform === 'linux' ? kilobytesOnLinux(pid) : kilobytesByPs(pid);
  return Number.isSafeInteger(kilobytes) && kilobytes > 0 ? kilobytes * KILOBYTE : null;
}

function kilobytesOnLinux(pid: number): number {
  try {
    return Number(/^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return 0;
  }
}

function kilobytesByPs(pid: number): number {
  return Number(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim());
}
