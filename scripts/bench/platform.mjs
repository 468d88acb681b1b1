/** A platform of a benchmark's own: a temporary home, ports of its own, spoken to over HTTP as users do. */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ROOT } from '../bootstrap.mjs';

const PORT = 29_400;
const PATIENCE_MS = 300_000;
const POLL_MS = 20;
const SHIM = join(ROOT, 'cli', 'bin', 'chopmark.mjs');

export class BenchPlatform {
  #launcher;

  /** @param {'embedded' | 'native'} kind */
  constructor(kind) {
    this.kind = kind;
    this.url = `http://127.0.0.1:${PORT}`;
    this.home = mkdtempSync(join(tmpdir(), 'chopmark-bench-'));
    // The database user must be able to reach the folder.
    chmodSync(this.home, 0o755);
    this.env = {
      ...process.env,
      CHOPMARK_HOME: this.home,
      CHOPMARK_PORT: String(PORT),
      CHOPMARK_NETWORK_PORT_BASE: String(PORT + 50),
    };
  }

  /** @returns Milliseconds until the sample was verified by the command line. */
  async start() {
    const began = performance.now();
    const launcher = spawn(process.execPath, [SHIM, 'start', '--kind', this.kind], {
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#launcher = launcher;
    let said = '';
    await new Promise((resolve, reject) => {
      for (const stream of [launcher.stdout, launcher.stderr]) {
        stream.on('data', (chunk) => {
          said += chunk;
          if (said.includes('Ctrl-C stops everything')) resolve();
        });
      }
      launcher.once('exit', (code) => reject(new Error(`the platform ended with ${code}:\n${said}`)));
    });
    const { code } = await this.command('verify', join(this.home, 'samples', 'bundle.json'));
    if (code !== 0) throw new Error(`the sample does not verify (exit code ${code})`);
    return performance.now() - began;
  }

  async stop() {
    const launcher = this.#launcher;
    if (launcher === undefined || launcher.exitCode !== null) return;
    const ended = new Promise((resolve) => launcher.once('close', resolve));
    launcher.kill('SIGINT');
    await ended;
  }

  /** Stops and removes everything, the database's folder included. */
  async destroy() {
    await this.stop();
    const database = join(this.home, this.kind, 'database.json');
    if (existsSync(database))
      rmSync(JSON.parse(readFileSync(database, 'utf8')).folder, { recursive: true, force: true });
    rmSync(this.home, { recursive: true, force: true });
  }

  /** Runs `chopmark` with these arguments. */
  command(...args) {
    const child = spawn(process.execPath, [SHIM, ...args], {
      env: this.env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let stdout = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout })));
  }

  readJson(...path) {
    return JSON.parse(readFileSync(join(this.home, ...path), 'utf8'));
  }

  async call(method, path, { token, body, raw, headers = {} } = {}) {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      ...(body || raw ? { body: raw ?? JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return { location: answer.headers.get('location'), status: answer.status, body: JSON.parse(text) };
  }

  async signIn() {
    const account = this.readJson('demo-accounts.json').find(({ roles }) => roles.includes('issuer'));
    const { body } = await this.call('POST', '/v1/sessions', {
      body: { account: account.account, password: account.password },
    });
    return body.accessToken;
  }

  sample() {
    return this.readJson('samples', 'new-invoice.json');
  }

  /** Issues one invoice and waits until it is anchored. @returns Milliseconds. */
  async issue(token, key) {
    const body = this.sample();
    const began = performance.now();
    const answer = await this.call('POST', '/v1/invoices', {
      token,
      body,
      headers: { 'idempotency-key': key, prefer: 'wait=60' },
    });
    if (answer.status === 202) await this.#anchored(token, answer.location);
    return performance.now() - began;
  }

  /** Waits for what was accepted, and is not on the ledger yet. */
  async #anchored(token, location) {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const { body } = await this.call('GET', location, { token });
      if (body.state !== 'running') return;
      if (performance.now() > deadline) throw new Error(`not anchored: ${JSON.stringify(body)}`);
      await delay(POLL_MS);
    }
  }
}
