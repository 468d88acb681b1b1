/**
 * The processes of a platform: started with an IPC channel, watched, started again when they die, stopped in order.
 * They are in process groups of their own, so that Ctrl-C in a terminal reaches the launcher alone; each ends
 * by itself when the channel to the launcher closes.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { PlatformError } from './platform-error.js';
import type { Progress } from './progress.js';

/** What a child tells its parent (docs/formats.md section 8). */
export type ChildMessage =
  | { readonly type: 'progress'; readonly text: string }
  | ({ readonly type: 'ready' } & Readonly<Record<string, unknown>>)
  | { readonly type: 'failed'; readonly text: string }
  | { readonly type: 'pids'; readonly pids: Readonly<Record<string, number>> };

export interface ChildSpec {
  readonly name: string;
  /** Script for this Node. */
  readonly script: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly logs: string;
  /** How long it may say nothing while it starts; a download that goes on is no silence. */
  readonly startTimeoutMs: number;
}

const STOP_PATIENCE_MS = 20_000;
const FIRST_RESTART_MS = 300;
const LONGEST_RESTART_MS = 10_000;
/** A child that ran this long before it died starts again at once. */
const SETTLED_MS = 30_000;

export class SupervisedChild {
  readonly #spec: ChildSpec;
  readonly #progress: Progress;
  #process: ChildProcess | undefined;
  #stopping = false;
  #restartDelayMs = FIRST_RESTART_MS;
  #restartTimer: NodeJS.Timeout | undefined;
  #pids: Readonly<Record<string, number>> = {};
  #onChange: () => void = () => undefined;

  constructor(spec: ChildSpec, progress: Progress) {
    this.#spec = spec;
    this.#progress = progress;
  }

  get name(): string {
    return this.#spec.name;
  }

  /** Process ids by name: the child's own, and those it told of. */
  get pids(): Readonly<Record<string, number>> {
    const own = this.#process?.pid;
    return own === undefined ? {} : { [this.#spec.name]: own, ...this.#pids };
  }

  /** Called whenever process ids change. */
  onChange(listener: () => void): void {
    this.#onChange = listener;
  }

  /**
   * Starts the process and resolves with its `ready` message. From then on it is started again whenever it dies.
   *
   * @throws {PlatformError} `CHILD_FAILED` when it says so or ends first, `CHILD_SILENT` when it is not ready in time.
   */
  async start(): Promise<Readonly<Record<string, unknown>>> {
    const ready = await this.#launch();
    return ready;
  }

  #launch(): Promise<Readonly<Record<string, unknown>>> {
    const { name, script, args = [], env = {}, logs, startTimeoutMs } = this.#spec;
    mkdirSync(logs, { recursive: true });
    const logFile = join(logs, `${name}.log`);
    // The child writes its log itself: a pipe through the launcher would block it at its end when the launcher is killed.
    const log = openSync(logFile, 'a', 0o600);
    const began = performance.now();
    const child = spawn(process.execPath, [script, ...args], {
      detached: true,
      env: { ...process.env, ...env },
      stdio: ['ignore', log, log, 'ipc'],
    });
    this.#process = child;
    closeSync(log);
    return new Promise((resolve, reject) => {
      let told: string | undefined;
      let ready = false;
      let silent = false;
      const timer = setTimeout(() => {
        silent = true;
        child.kill('SIGKILL');
      }, startTimeoutMs);
      child.on('message', (raw) => {
        const message = raw as ChildMessage;
        if (!ready) timer.refresh();
        if (message.type === 'progress') this.#progress.step(message.text);
        if (message.type === 'failed') told = message.text;
        if (message.type === 'pids' || message.type === 'ready') this.#notePids(message);
        if (message.type === 'ready') {
          ready = true;
          clearTimeout(timer);
          resolve(message);
        }
      });
      child.on('error', reject);
      child.on('exit', (code, signal) => {
        clearTimeout(timer);
        this.#process = undefined;
        this.#pids = {};
        if (!ready) {
          const ending = `${name} ended with ${signal ?? `code ${code ?? '?'}`} before it was ready.`;
          const silence = `${name} was not ready, and said nothing for ${startTimeoutMs / 1000} s.`;
          const hint = `Its log is ${logFile}.`;
          reject(
            silent
              ? new PlatformError('CHILD_SILENT', silence, hint)
              : new PlatformError('CHILD_FAILED', told ?? ending, hint),
          );
        } else if (!this.#stopping) {
          this.#progress.warn(
            `${name} ended unexpectedly (${signal ?? `code ${code ?? '?'}`}); starting it again`,
          );
          this.#scheduleRestart(performance.now() - began);
        }
        this.#onChange();
      });
    });
  }

  #notePids(message: Readonly<Record<string, unknown>>): void {
    const { pids } = message;
    if (typeof pids === 'object' && pids !== null) this.#pids = pids as Record<string, number>;
    this.#onChange();
  }

  #scheduleRestart(livedMs: number): void {
    if (livedMs > SETTLED_MS) this.#restartDelayMs = FIRST_RESTART_MS;
    const delay = this.#restartDelayMs;
    this.#restartDelayMs = Math.min(delay * 2, LONGEST_RESTART_MS);
    this.#restartTimer = setTimeout(() => {
      if (this.#stopping) return;
      // Not `#launch`: a machine that has no process to give says so by throwing.
      this.start().then(
        () => this.#progress.step(`${this.#spec.name} is back`),
        (error: unknown) => {
          if (this.#stopping) return;
          this.#progress.warn(error instanceof Error ? error.message : String(error));
          this.#scheduleRestart(0);
        },
      );
    }, delay);
  }

  /** Ends the process: SIGTERM, then SIGKILL when it does not end in time. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restartTimer);
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.#progress.warn(`${this.#spec.name} did not stop in ${STOP_PATIENCE_MS / 1000} s and is ended`);
        child.kill('SIGKILL');
      }, STOP_PATIENCE_MS);
      child.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      child.kill('SIGTERM');
    });
  }
}
