/**
 * Which process it is: a number is used again after its process ends, number and start time together are not.
 * Whoever ends a process that it did not start itself in this life must know that it is the right one.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export type ProcessMark = {
  readonly pid: number;
  /** As the system writes it: clock ticks after boot (Linux), a date (elsewhere). */
  readonly started: string;
};

const STATE_FIELD = 0;
const START_TIME_FIELD = 19;
const ZOMBIE = 'Z';

/** `undefined` when there is no such process, or nothing but the shell of one that ended. */
export function markOf(pid: number): ProcessMark | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  const started = process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Whether exactly this process still runs. */
export function isStill({ pid, started }: ProcessMark): boolean {
  return markOf(pid)?.started === started;
}

function startOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces: fields are counted after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[STATE_FIELD] === ZOMBIE ? undefined : fields[START_TIME_FIELD];
  } catch {
    return undefined;
  }
}

function startByPs(pid: number): string | undefined {
  const { status, stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : undefined;
}
