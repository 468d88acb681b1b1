/**
 * The folder `life/`: how commands and the running network meet. The network's process marks itself there and tells
 * what keeps a process from running; commands leave what they are about, and which processes shall restart.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { access, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeJson } from '../layout.js';
import type { NetworkLayout } from '../layout.js';
import { NetworkError } from '../network-error.js';
import { holdLock } from '../processes/lock.js';
import { isStill, markOf } from '../processes/process-mark.js';
import type { ProcessMark } from '../processes/process-mark.js';

const RUNNER = 'runner.json';
const REPORT = 'report.json';
/** Stands among the processes of a report for the files that could not be read. */
export const FILES = 'files';
/** Below the network's folder. */
export const RESTARTS_FILE = 'life/restarts.json';
const COMMAND = 'command.lock';

function pathOf({ home }: NetworkLayout, name: string): string {
  return join(home, 'life', name);
}

/** Marks this process as the one that runs the network. @returns Takes the mark away again. */
export async function takeRunnerMark(layout: NetworkLayout): Promise<() => void> {
  const path = pathOf(layout, RUNNER);
  rmSync(pathOf(layout, REPORT), { force: true });
  await writeJson(path, markOf(process.pid));
  return () => rmSync(path, { force: true });
}

/** @throws {NetworkError} `NETWORK_NOT_RUNNING` */
export async function requireRunner(layout: NetworkLayout): Promise<void> {
  const mark = await readJson<ProcessMark>(pathOf(layout, RUNNER));
  if (mark && isStill(mark)) return;
  throw new NetworkError(
    'NETWORK_NOT_RUNNING',
    `no process runs the network in ${layout.home}; start it first`,
  );
}

/** Why a process does not run. */
export type Failure = {
  /** Of the plan by which it was started: what came before says nothing about what is asked for now. */
  readonly mark?: string;
  readonly reason: string;
};

/** A process somebody waits for; without a mark whatever it runs by. */
export type AwaitedProcess = { readonly name: string; readonly mark?: string | undefined };

/** What keeps processes from running, by name; written in one stroke. */
export function writeReport(layout: NetworkLayout, failures: ReadonlyMap<string, Failure>): void {
  const path = pathOf(layout, REPORT);
  mkdirSync(join(layout.home, 'life'), { recursive: true });
  writeFileSync(`${path}.tmp`, `${JSON.stringify(Object.fromEntries(failures))}\n`);
  renameSync(`${path}.tmp`, path);
}

/** Reasons of these processes, as the running network reports them. */
export async function reportedFailures(
  layout: NetworkLayout,
  processes: readonly AwaitedProcess[],
): Promise<readonly string[]> {
  const report = (await readJson<Record<string, Failure>>(pathOf(layout, REPORT))) ?? {};
  return [...processes, { name: FILES }].flatMap(({ name, mark }: AwaitedProcess) => {
    const failure = report[name];
    return failure === undefined || (mark !== undefined && failure.mark !== mark)
      ? []
      : [`${name}: ${failure.reason}`];
  });
}

/** How often each process was asked to restart since the network exists. */
export async function readRestarts(layout: NetworkLayout): Promise<Readonly<Record<string, number>>> {
  return (await readJson<Record<string, number>>(join(layout.home, RESTARTS_FILE))) ?? {};
}

/** The running network restarts the process; one that is not running starts with what lies there then. */
export async function askForRestart(layout: NetworkLayout, name: string): Promise<void> {
  const restarts = await readRestarts(layout);
  await writeJson(join(layout.home, RESTARTS_FILE), { ...restarts, [name]: (restarts[name] ?? 0) + 1 });
}

/** What a command is about, for the next one that goes on with it. */
export async function readTask<T>(layout: NetworkLayout, name: string): Promise<T | undefined> {
  return readJson<T>(pathOf(layout, `${name}.json`));
}

export async function writeTask(layout: NetworkLayout, name: string, task: unknown): Promise<void> {
  await writeJson(pathOf(layout, `${name}.json`), task);
}

export async function removeTask(layout: NetworkLayout, name: string): Promise<void> {
  await rm(pathOf(layout, `${name}.json`), { force: true });
}

/**
 * One command at a time. A lock whose process is gone is taken over.
 *
 * @throws {NetworkError} `COMMAND_RUNNING`
 */
export async function alone<T>(layout: NetworkLayout, work: () => Promise<T>): Promise<T> {
  const lock = holdLock(
    pathOf(layout, COMMAND),
    (who) =>
      new NetworkError('COMMAND_RUNNING', `${who} changes this network by another command; wait for it`),
  );
  try {
    return await work();
  } finally {
    lock.release();
  }
}

async function readJson<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
