/** A test run that is ended, or killed, before its end leaves nothing behind. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAlive, PROJECT, until } from '../support/platform.js';

const RUNNER = fileURLToPath(new URL('../support/runner/run-one.mjs', import.meta.url));
const SUITE = join('test', 'support', 'runner', 'starts-children.ts');
const RUNS = [
  { command: 'test', signal: 'SIGTERM', portBase: 28_920 },
  { command: 'test', signal: 'SIGKILL', portBase: 28_960 },
  { command: 'faults', signal: 'SIGTERM', portBase: 29_200 },
] as const;

describe('a test run that is ended', function () {
  this.timeout(400_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chopmark-runner-'));
    chmodSync(folder, 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));

  for (const { command, signal, portBase } of RUNS) {
    it(`takes along what its tests have started: ${command} with ${signal}`, async () => {
      const file = join(folder, 'pids.json');
      const runner = spawn(process.execPath, [RUNNER, command, folder, SUITE], {
        cwd: PROJECT,
        stdio: ['ignore', 'ignore', 'inherit'],
        env: {
          ...process.env,
          TMPDIR: folder,
          CHOPMARK_TEST_PIDS: file,
          CHOPMARK_TEST_PORT_BASE: String(portBase),
        },
      });
      await until(200_000, () => {
        assert.equal(runner.exitCode, null, 'it runs');
        return existsSync(file);
      });
      const pids = JSON.parse(readFileSync(file, 'utf8')) as number[];
      assert.ok(pids.length >= 1 + 1 + 4 + 1, 'mocha, the network, its chaincode servers, PostgreSQL');

      runner.kill(signal);

      const left = (): number[] => pids.filter(isAlive);
      await until(120_000, () => left().length === 0).catch((error: unknown) => {
        for (const pid of left()) process.kill(pid, 'SIGKILL');
        throw new Error('processes were left behind', { cause: error });
      });
    });
  }
});
