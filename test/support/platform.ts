/**
 * A platform as its user starts it: the launcher in a process of its own, with a home and ports of its own.
 * Speaks HTTP and reads the files of design section "outer contract" only.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { NetworkKind } from './networks.js';

export const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const SHIM = join(PROJECT, 'cli', 'bin', 'chopmark.mjs');
const START_TIMEOUT_MS = 300_000;
const STOP_TIMEOUT_MS = 150_000;

export interface Running {
  readonly network: string;
  readonly gateways: { readonly tax: string; readonly affairs: string; readonly court: string };
  readonly verifyUrl: string;
  readonly pids: Readonly<Record<string, number>>;
}

export interface Account {
  readonly gateway: 'tax' | 'affairs' | 'court';
  readonly account: string;
  readonly password: string;
  readonly roles: readonly string[];
}

/** What tests look at in answers; other members are there too. */
export interface AnswerBody {
  readonly [member: string]: unknown;
  readonly id?: string;
  readonly number?: string;
  readonly state?: string;
  readonly issuedOn?: string;
  readonly totalGross?: string;
  readonly invoice?: AnswerBody;
  readonly items?: readonly AnswerBody[];
  readonly nextCursor?: string | null;
  readonly accessToken?: string;
  readonly verdict?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed JSON; `{}` when the answer was none. */
  readonly body: AnswerBody;
}

/** Runs the command with an argument list and gives what a shell would see. */
export async function chopmark(
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  input?: string | Uint8Array,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [SHIM, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin.end(input ?? '');
  const code = await new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? 1)));
  return { code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() };
}

export class TestPlatform {
  readonly home: string;
  readonly kind: NetworkKind;
  readonly env: NodeJS.ProcessEnv;
  #launcher: ChildProcess | undefined;
  #said = '';

  private constructor(home: string, kind: NetworkKind, port: number, networkPortBase: number) {
    this.home = home;
    this.kind = kind;
    this.env = {
      ...process.env,
      CHOPMARK_HOME: home,
      CHOPMARK_PORT: String(port),
      CHOPMARK_NETWORK_PORT_BASE: String(networkPortBase),
    };
  }

  /** @param slot Keeps the ports of suites apart: each slot has a hundred of its own. */
  static async create(slot: number, kind: NetworkKind = 'embedded'): Promise<TestPlatform> {
    const home = await mkdtemp(join(tmpdir(), 'chopmark-platform-'));
    // The database user must be able to reach the folder.
    await chmod(home, 0o755);
    return new TestPlatform(home, kind, 28_000 + slot * 100, 28_050 + slot * 100);
  }

  /** The same home with the other kind of network; this one must be stopped. */
  as(kind: NetworkKind): TestPlatform {
    const { CHOPMARK_PORT, CHOPMARK_NETWORK_PORT_BASE } = this.env;
    return new TestPlatform(this.home, kind, Number(CHOPMARK_PORT), Number(CHOPMARK_NETWORK_PORT_BASE));
  }

  /** What the launcher printed so far, both streams. */
  get said(): string {
    return this.#said;
  }

  async start(): Promise<Running> {
    const launcher = spawn(process.execPath, [SHIM, 'start', '--kind', this.kind], {
      // A test run that is killed takes its platforms along.
      env: { ...this.env, CHOPMARK_PARENT_PIPE: '1' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#launcher = launcher;
    this.#said = '';
    for (const stream of [launcher.stdout, launcher.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.#said += chunk.toString();
      });
    }
    await until(START_TIMEOUT_MS, () => {
      assert.equal(launcher.exitCode, null, `the launcher ended:\n${this.#said}`);
      return this.#said.includes('Ctrl-C stops everything');
    }).catch((error: unknown) => {
      throw new Error(`the platform did not start:\n${this.#said}`, { cause: error });
    });
    return this.running();
  }

  running(): Running {
    return JSON.parse(readFileSync(join(this.home, 'running.json'), 'utf8')) as Running;
  }

  isRunning(): boolean {
    return existsSync(join(this.home, 'running.json'));
  }

  accounts(): readonly Account[] {
    return JSON.parse(readFileSync(join(this.home, 'demo-accounts.json'), 'utf8')) as Account[];
  }

  sample(name: string): string {
    return join(this.home, 'samples', name);
  }

  readSample(name: string): AnswerBody {
    return JSON.parse(readFileSync(this.sample(name), 'utf8')) as AnswerBody;
  }

  /** @param at Gateway; absent: the first that has an account of the role. */
  async signIn(role: string, at?: Account['gateway']): Promise<string> {
    const account = this.accounts().find(
      ({ roles, gateway }) => roles.includes(role) && (at === undefined || gateway === at),
    );
    assert.ok(account, `no demo account has role ${role}`);
    const answer = await this.call('POST', '/v1/sessions', {
      body: { account: account.account, password: account.password },
      gateway: account.gateway,
    });
    assert.equal(answer.status < 300, true, JSON.stringify(answer.body));
    return String(answer.body.accessToken);
  }

  async call(
    method: string,
    path: string,
    options: {
      body?: unknown;
      raw?: string;
      token?: string;
      headers?: Record<string, string>;
      gateway?: 'tax' | 'affairs' | 'court';
    } = {},
  ): Promise<Answer> {
    const base = `http://127.0.0.1:${Number(this.env['CHOPMARK_PORT']) + ['tax', 'affairs', 'court'].indexOf(options.gateway ?? 'tax')}`;
    const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    const answer = await fetch(base + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(120_000),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, body: parsed(text) };
  }

  /** Ends the launcher as Ctrl-C would and waits until it is gone. @param how `parentGone`: as its parent's end would. */
  async stop(how: NodeJS.Signals | 'parentGone' = 'SIGINT'): Promise<number | null> {
    const launcher = this.#launcher;
    this.#launcher = undefined;
    if (launcher === undefined || launcher.exitCode !== null) return launcher?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => launcher.once('close', resolve));
    if (how === 'parentGone') launcher.stdin?.end();
    else launcher.kill(how);
    const code = await Promise.race([ended, delay(STOP_TIMEOUT_MS, 'late' as const, { ref: false })]);
    if (code === 'late') {
      launcher.kill('SIGKILL');
      throw new Error(`the launcher did not stop:\n${this.#said}`);
    }
    return code;
  }

  /** Stops and removes everything, the database's folder included. */
  async destroy(): Promise<void> {
    await this.stop();
    for (const kind of ['embedded', 'native']) {
      const file = join(this.home, kind, 'database.json');
      if (existsSync(file))
        rmSync((JSON.parse(readFileSync(file, 'utf8')) as { folder: string }).folder, {
          recursive: true,
          force: true,
        });
    }
    rmSync(this.home, { recursive: true, force: true });
  }
}

function parsed(text: string): AnswerBody {
  try {
    return JSON.parse(text) as AnswerBody;
  } catch {
    return {};
  }
}

/** Polls until the condition holds. @throws When it does not within the bound. */
export async function until(boundMs: number, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + boundMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`a condition did not come true within ${boundMs} ms`);
    await delay(50);
  }
}

/** Whether a process with this id runs; one that has ended and waits to be buried does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // Gone in between, or a system that does not tell.
    return process.platform !== 'linux';
  }
}
