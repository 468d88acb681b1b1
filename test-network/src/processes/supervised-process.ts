/**
 * A program that is started again when it dies, later and later while it keeps dying. Its output goes into a log file,
 * its number into a file of the network's `run` folder.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { forgetProcess, recordProcess } from './pid-files.js';

export type ProgramOptions = {
  /** Name of the process: of its pid file, and for people. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Working folder. */
  readonly folder: string;
  /** The whole environment: nothing of our own comes through. */
  readonly environment: NodeJS.ProcessEnv;
  readonly log: string;
  /** Folder of the pid files. */
  readonly run: string;
  /** It watches its standard input, a pipe that stays open as long as this process lives, and ends with it. */
  readonly watchesParent?: boolean;
  /** Called when it ended without being told to, before it is started again. */
  readonly onDeath?: (how: string) => void;
};

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
/** Who stood this long is trusted again. */
const STEADY_MS = 10_000;
const STOP_MS = 10_000;

export class SupervisedProcess {
  readonly #options: ProgramOptions;
  readonly #stopped = new AbortController();
  #child: ChildProcess | undefined;
  #exited: Promise<void> = Promise.resolve();
  #pauseMs = FIRST_PAUSE_MS;
  #restarts = 0;
  #fate: string | undefined;

  /** Starts at once; whether the program does its work is for the caller to find out. */
  constructor(options: ProgramOptions) {
    this.#options = options;
    this.#launch();
  }

  /** Undefined while it is down between two starts. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** How often it was started again. */
  get restarts(): number {
    return this.#restarts;
  }

  /** How it ended last: an exit code, a signal, or why it could not be started. */
  get fate(): string | undefined {
    return this.#fate;
  }

  /** Resolves when the process is gone; it is not started again. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    const child = this.#child;
    if (!child) return;
    child.stdin?.end();
    child.kill('SIGTERM');
    const insisting = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await this.#exited;
    clearTimeout(insisting);
  }

  #launch(): void {
    const { name, program, args, folder, environment, log, run, watchesParent = false } = this.#options;
    mkdirSync(dirname(log), { recursive: true });
    const output = openSync(log, 'a', 0o600);
    const startedAt = Date.now();
    const child = spawn(program, [...args], {
      cwd: folder,
      env: environment,
      stdio: [watchesParent ? 'pipe' : 'ignore', output, output],
    });
    closeSync(output);
    // A broken pipe is the child's end, told by its exit.
    child.stdin?.on('error', () => undefined);
    if (child.pid !== undefined) tryTo(() => recordProcess(run, name, child.pid ?? 0));
    this.#child = child;
    this.#exited = new Promise((resolve) => {
      const ended = (how: string): void => {
        // A program that cannot be started may report that twice.
        if (this.#child !== child) return;
        this.#child = undefined;
        this.#fate = how;
        tryTo(() => forgetProcess(run, name));
        resolve();
        if (!this.#stopped.signal.aborted) void this.#relaunch(how, Date.now() - startedAt);
      };
      child.once('exit', (code, signal) => ended(signal ?? `exit code ${code ?? 'unknown'}`));
      child.once('error', ({ message }) => ended(message));
    });
  }

  async #relaunch(how: string, stoodMs: number): Promise<void> {
    const pauseMs = stoodMs >= STEADY_MS ? FIRST_PAUSE_MS : this.#pauseMs;
    this.#pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    this.#options.onDeath?.(how);
    await delay(pauseMs, undefined, { signal: this.#stopped.signal, ref: false }).catch(() => undefined);
    if (this.#stopped.signal.aborted) return;
    this.#restarts += 1;
    try {
      this.#launch();
    } catch (error) {
      // No room for the log, say: tried again like a program that ends at once.
      void this.#relaunch(error instanceof Error ? error.message : String(error), 0);
    }
  }
}

/** A full disk must not end the one who keeps the others running; without its pid file a process is found by its port. */
function tryTo(write: () => void): void {
  try {
    write();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
}
