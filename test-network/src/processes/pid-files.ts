/**
 * One file for each process that a network started: `run/<name>.json`. It outlives a network that was killed, so that
 * the next start finds what is left of it.
 */
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { NOTHING_THERE } from '../folder-faults.js';
import { isStill, markOf, type ProcessMark } from './process-mark.js';

export type RecordedProcess = ProcessMark & { readonly name: string };

const POLL_MS = 25;
/** Time to end by itself before it is killed. */
const PATIENCE_MS = 10_000;

/** Written in one stroke right after the process is made: a start that is killed now is found by the next. */
export function recordProcess(folder: string, name: string, pid: number): void {
  const mark = markOf(pid);
  // It ended at once: nothing to find later.
  if (!mark) return;
  mkdirSync(folder, { recursive: true });
  const path = pathOf(folder, name);
  writeFileSync(`${path}.tmp`, `${JSON.stringify(mark)}\n`);
  renameSync(`${path}.tmp`, path);
}

export function forgetProcess(folder: string, name: string): void {
  rmSync(pathOf(folder, name), { force: true });
}

/** Processes of the folder that still run; numbers that others use now are not among them. */
export function recordedProcesses(folder: string): readonly RecordedProcess[] {
  let files: readonly string[];
  try {
    files = readdirSync(folder).filter((file) => extname(file) === '.json');
  } catch (error) {
    if (NOTHING_THERE.has((error as NodeJS.ErrnoException).code)) return [];
    throw error;
  }
  return files
    .map((file) => ({ name: basename(file, '.json'), mark: readMark(join(folder, file)) }))
    .flatMap(({ name, mark }) => (mark && isStill(mark) ? [{ name, ...mark }] : []));
}

/** Ends what is left of a network whose own process is gone; who does not listen is killed. Never this process. */
export async function endLeftovers(
  folder: string,
  say: (text: string) => void,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const left = recordedProcesses(folder).filter(({ pid }) => pid !== process.pid);
  if (left.length === 0) return;
  say(`ending what an earlier run left behind: ${left.map(({ name }) => name).join(', ')}`);
  for (const mark of left) send(mark, 'SIGTERM');
  const deadline = Date.now() + patienceMs;
  while (left.some(isStill) && Date.now() < deadline) await delay(POLL_MS);
  for (const mark of left) send(mark, 'SIGKILL');
  while (left.some(isStill) && Date.now() < deadline + PATIENCE_MS) await delay(POLL_MS);
  for (const { name, ...mark } of left) if (!isStill(mark)) forgetProcess(folder, name);
}

function send(mark: ProcessMark, signal: NodeJS.Signals): void {
  try {
    if (isStill(mark)) process.kill(mark.pid, signal);
  } catch {
    // Gone in between, or another user's: then its ports tell.
  }
}

/** `undefined` when there is no such file, or it is not readable. */
export function readMark(path: string): ProcessMark | undefined {
  try {
    const { pid, started } = JSON.parse(readFileSync(path, 'utf8')) as Partial<ProcessMark>;
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started } : undefined;
  } catch {
    return undefined;
  }
}

export function pathOf(folder: string, name: string): string {
  return join(folder, `${name}.json`);
}
